package io.millrace.planner.function;

import java.util.HashMap;
import java.util.Map;

/** What SHOW FUNCTIONS says of aggregates and window functions, one line each. Examples read rows {@code t (g, n)}. */
final class AggregateNotes {
    private static final String FROM = " FROM (VALUES ('a', 1), ('a', 2), ('b', 4), (NULL, NULL)) AS t(g, n)";
    private static final Map<String, Note> NOTES = new HashMap<>();

    /** A description and a query. */
    record Note(String description, String example) {}

    static {
        note("count", "Number of rows, or of values that are not NULL.", "count(n)");
        note("sum", "Sum.", "sum(n)");
        note("avg", "Mean.", "avg(n)");
        note("min", "Least value.", "min(g)");
        note("max", "Greatest value.", "max(g)");
        note("grouping", "Which of the arguments a row of grouping sets is not grouped by, as bits.", "grouping(g)",
                " GROUP BY ROLLUP (g)");
        note("grouping_id", "Which of the arguments a row of grouping sets is not grouped by, as bits.", "grouping_id(g)",
                " GROUP BY ROLLUP (g)");
        note("any_value", "Some value that is not NULL.", "any_value(n)", " WHERE n = 4");
        note("bool_and", "Whether all are true.", "bool_and(n > 1)");
        note("bool_or", "Whether one is true.", "bool_or(n > 1)");
        note("bit_and", "Bits set in all.", "bit_and(n)");
        note("bit_or", "Bits set in one.", "bit_or(n)");
        note("bit_xor", "Bits set in an odd number.", "bit_xor(n)");
        note("var_pop", "Variance of all values.", "var_pop(n)");
        note("var_samp", "Variance of a sample.", "var_samp(n)");
        note("stddev_pop", "Standard deviation of all values.", "stddev_pop(n)");
        note("stddev_samp", "Standard deviation of a sample.", "stddev_samp(n)");
        note("covar_pop", "Covariance of all pairs.", "covar_pop(n, 2 * n)");
        note("covar_samp", "Covariance of a sample.", "covar_samp(n, 2 * n)");
        note("corr", "Correlation coefficient.", "corr(n, 2 * n)");
        note("regr_slope", "Slope of the line of least squares; the dependent value comes first.", "regr_slope(2 * n + 1, n)");
        note("regr_intercept", "Where the line of least squares meets the axis.", "regr_intercept(2 * n + 1, n)");
        note("regr_r2", "Square of the correlation coefficient.", "regr_r2(2 * n + 1, n)");
        note("regr_count", "Number of pairs of which neither is NULL.", "regr_count(n, n)");
        note("regr_avgx", "Mean of the independent values.", "regr_avgx(2 * n, n)");
        note("regr_avgy", "Mean of the dependent values.", "regr_avgy(2 * n, n)");
        note("regr_sxx", "Sum of squares of the independent values about their mean.", "regr_sxx(2 * n, n)");
        note("regr_syy", "Sum of squares of the dependent values about their mean.", "regr_syy(2 * n, n)");
        note("regr_sxy", "Sum of products of both about their means.", "regr_sxy(2 * n, n)");
        note("array_agg", "Values as an array, in the order asked for; NULLs are kept.", "array_agg(n ORDER BY n DESC)");
        note("string_agg", "Texts with a separator between, in the order asked for.", "string_agg(g, ', ' ORDER BY n DESC)");
        note("json_agg", "Values as a JSON array, in the order asked for.", "json_agg(n ORDER BY n)");
        note("json_object_agg", "Keys and values as a JSON object.", "json_object_agg(n, g ORDER BY n)", " WHERE n > 1");
        note("map_agg", "Keys and values as a map.", "map_agg(n, g)", " WHERE n = 4");
        note("min_by", "Value beside the least key.", "min_by(g, n)");
        note("max_by", "Value beside the greatest key.", "max_by(g, n)");
        note("percentile_cont", "Value at a fraction of the order, between two values if need be.",
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY n)");
        note("percentile_disc", "First value at or after a fraction of the order.", "percentile_disc(0.5) WITHIN GROUP (ORDER BY n)");
        note("mode", "Most frequent value, the least of several.", "mode() WITHIN GROUP (ORDER BY g)");
        note("approx_count_distinct", "Number of different values, within a few percent (HyperLogLog).", "approx_count_distinct(g)");
        note("approx_percentile", "Value at a fraction of the order.", "approx_percentile(n, 0.5)");
        note("histogram", "How often each value occurs.", "histogram(g)", " WHERE g = 'a'");
        note("row_number", "Number of the row in its partition.", "row_number() OVER (ORDER BY n)");
        note("rank", "Number of the row in its partition, the same for rows of one place, with gaps.", "rank() OVER (ORDER BY g)");
        note("dense_rank", "Number of the row's place in its partition, without gaps.", "dense_rank() OVER (ORDER BY g)");
        note("percent_rank", "(rank - 1) / (rows - 1).", "percent_rank() OVER (ORDER BY g)");
        note("cume_dist", "Part of the rows up to this place.", "cume_dist() OVER (ORDER BY g)");
        note("ntile", "Number of the row's bucket, of so many of one size.", "ntile(2) OVER (ORDER BY n)");
        note("lag", "Value of an earlier row, one before if nothing else is said.", "lag(n) OVER (ORDER BY n)");
        note("lead", "Value of a later row, the next if nothing else is said.", "lead(n) OVER (ORDER BY n)");
        note("first_value", "Value of the frame's first row.", "first_value(n) OVER (ORDER BY n)");
        note("last_value", "Value of the frame's last row.", "last_value(n) OVER (ORDER BY n)");
        note("nth_value", "Value of the frame's n-th row.", "nth_value(n, 2) OVER (ORDER BY n)");
    }

    private AggregateNotes() {}

    private static void note(String name, String description, String expression) {
        note(name, description, expression, "");
    }

    private static void note(String name, String description, String expression, String rest) {
        NOTES.put(name, new Note(description, "SELECT " + expression + FROM + rest));
    }

    /** The note on an aggregate, its example under another of its names. */
    static Note of(String name, String alias) {
        Note note = NOTES.getOrDefault(name, new Note("Aggregate.", ""));
        return name.equals(alias) ? note
                : new Note(note.description, note.example.replace("SELECT " + name + "(", "SELECT " + alias + "("));
    }
}
