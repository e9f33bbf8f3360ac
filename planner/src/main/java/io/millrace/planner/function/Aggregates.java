package io.millrace.planner.function;

import io.millrace.common.expr.AggregateFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Optionality;

/** Aggregates and window functions, one line each: Calcite's own where its rules must know them, else ours. */
final class Aggregates {
    /** Calcite's, under their own names. */
    static final List<SqlOperator> CALCITES = List.of(SqlStdOperatorTable.COUNT, SqlStdOperatorTable.SUM, SqlStdOperatorTable.AVG,
            SqlStdOperatorTable.MIN, SqlStdOperatorTable.MAX, SqlStdOperatorTable.SUM0, SqlStdOperatorTable.SINGLE_VALUE,
            SqlStdOperatorTable.GROUPING, SqlStdOperatorTable.GROUPING_ID, SqlStdOperatorTable.ROW_NUMBER, SqlStdOperatorTable.RANK,
            SqlStdOperatorTable.DENSE_RANK, SqlStdOperatorTable.PERCENT_RANK, SqlStdOperatorTable.CUME_DIST, SqlStdOperatorTable.NTILE,
            SqlStdOperatorTable.LAG, SqlStdOperatorTable.LEAD, SqlStdOperatorTable.FIRST_VALUE, SqlStdOperatorTable.LAST_VALUE,
            SqlStdOperatorTable.NTH_VALUE);

    static final List<AggregateOperator> OURS = List.of(
            plain(AggregateFunction.ANY_VALUE, SqlKind.ANY_VALUE, "any_value(T) -> T", "arbitrary"),
            plain(AggregateFunction.BOOL_AND, "bool_and(boolean) -> boolean", "every", "logical_and"),
            plain(AggregateFunction.BOOL_OR, "bool_or(boolean) -> boolean", "logical_or"),
            plain(AggregateFunction.BIT_AND, "bit_and(bigint) -> bigint", "bitwise_and_agg"),
            plain(AggregateFunction.BIT_OR, "bit_or(bigint) -> bigint", "bitwise_or_agg"),
            plain(AggregateFunction.BIT_XOR, "bit_xor(bigint) -> bigint", "bitwise_xor_agg"),
            plain(AggregateFunction.VAR_POP, "var_pop(double) -> double"),
            plain(AggregateFunction.VAR_SAMP, "var_samp(double) -> double", "variance"),
            plain(AggregateFunction.STDDEV_POP, "stddev_pop(double) -> double"),
            plain(AggregateFunction.STDDEV_SAMP, "stddev_samp(double) -> double", "stddev"),
            plain(AggregateFunction.COVAR_POP, "covar_pop(double, double) -> double"),
            plain(AggregateFunction.COVAR_SAMP, "covar_samp(double, double) -> double"),
            plain(AggregateFunction.CORR, "corr(double, double) -> double"),
            plain(AggregateFunction.REGR_SLOPE, "regr_slope(double, double) -> double"),
            plain(AggregateFunction.REGR_INTERCEPT, "regr_intercept(double, double) -> double"),
            plain(AggregateFunction.REGR_R2, "regr_r2(double, double) -> double"),
            plain(AggregateFunction.REGR_COUNT, "regr_count(double, double) -> bigint"),
            plain(AggregateFunction.REGR_AVGX, "regr_avgx(double, double) -> double"),
            plain(AggregateFunction.REGR_AVGY, "regr_avgy(double, double) -> double"),
            plain(AggregateFunction.REGR_SXX, "regr_sxx(double, double) -> double"),
            plain(AggregateFunction.REGR_SYY, "regr_syy(double, double) -> double"),
            plain(AggregateFunction.REGR_SXY, "regr_sxy(double, double) -> double"),
            ordered(AggregateFunction.ARRAY_AGG, "array_agg(T) -> T[]", "collect_list", "list"),
            ordered(AggregateFunction.STRING_AGG, "string_agg(varchar [, varchar]) -> varchar", "listagg", "group_concat"),
            ordered(AggregateFunction.JSON_AGG, "json_agg(any) -> json", "jsonb_agg"),
            ordered(AggregateFunction.JSON_OBJECT_AGG, "json_object_agg(any, any) -> json", "jsonb_object_agg"),
            plain(AggregateFunction.MAP_AGG, "map_agg(K, V) -> map<K,V>"),
            plain(AggregateFunction.MIN_BY, "min_by(T, K) -> T", "arg_min"),
            plain(AggregateFunction.MAX_BY, "max_by(T, K) -> T", "arg_max"),
            withinGroup(AggregateFunction.PERCENTILE_CONT, SqlKind.OTHER_FUNCTION, "percentile_cont(double) -> double"),
            withinGroup(AggregateFunction.PERCENTILE_DISC, SqlKind.PERCENTILE_DISC, "percentile_disc(double) -> any"),
            ordered(AggregateFunction.MODE, "mode(T) -> T"),
            plain(AggregateFunction.APPROX_COUNT_DISTINCT, "approx_count_distinct(any) -> bigint", "approx_distinct"),
            plain(AggregateFunction.APPROX_PERCENTILE, "approx_percentile(double, double) -> double", "approx_quantile"),
            plain(AggregateFunction.HISTOGRAM, "histogram(T) -> map<T,bigint>"));

    private Aggregates() {}

    private static AggregateOperator plain(AggregateFunction function, String signature, String... aliases) {
        return plain(function, SqlKind.OTHER_FUNCTION, signature, aliases);
    }

    private static AggregateOperator plain(AggregateFunction function, SqlKind kind, String signature, String... aliases) {
        return make(function, kind, Optionality.FORBIDDEN, signature, aliases);
    }

    private static AggregateOperator ordered(AggregateFunction function, String signature, String... aliases) {
        return make(function, SqlKind.OTHER_FUNCTION, Optionality.OPTIONAL, signature, aliases);
    }

    private static AggregateOperator withinGroup(AggregateFunction function, SqlKind kind, String signature, String... aliases) {
        return make(function, kind, Optionality.MANDATORY, signature, aliases);
    }

    private static AggregateOperator make(AggregateFunction function, SqlKind kind, Optionality order, String signature,
            String... aliases) {
        Signature parsed = Signature.parse(signature);
        List<String> names = new ArrayList<>(List.of(parsed.name()));
        names.addAll(List.of(aliases));
        return new AggregateOperator(function, kind, order, names, List.of(parsed));
    }

    /** Lines of SHOW FUNCTIONS. */
    static List<FunctionCatalog.Entry> entries() {
        List<FunctionCatalog.Entry> entries = new ArrayList<>();
        for (AggregateOperator operator : OURS) {
            for (String name : operator.names()) {
                for (Signature signature : operator.signatures()) {
                    String text = name + signature.text().substring(signature.name().length());
                    AggregateNotes.Note note = AggregateNotes.of(operator.names().get(0), name);
                    entries.add(new FunctionCatalog.Entry(name, text, note.description(), note.example()));
                }
            }
        }
        for (SqlOperator operator : CALCITES) {
            String name = operator.getName().toLowerCase(Locale.ROOT);
            if (!name.startsWith("$") && operator != SqlStdOperatorTable.SINGLE_VALUE) {
                AggregateNotes.Note note = AggregateNotes.of(name, name);
                entries.add(new FunctionCatalog.Entry(name, name + "(...)", note.description(), note.example()));
            }
        }
        entries.addAll(AggregateForms.entries());
        return entries;
    }
}
