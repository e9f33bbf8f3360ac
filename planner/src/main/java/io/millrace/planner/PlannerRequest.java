package io.millrace.planner;

import io.millrace.common.catalog.CatalogView;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.Schema;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlNode;

/**
 * One query to plan, and the world as it sees it.
 *
 * @param query the parsed query; validation writes into the tree, so it is planned only once
 * @param catalog one version of it, for the whole statement
 * @param searchSchema where names without a schema are looked up
 * @param mode how the plan will run
 * @param zone of the session: what a TIMESTAMP WITH TIME ZONE's literal or cast without zone means
 * @param statementMicros the statement's time, microseconds since 1970-01-01T00:00Z, for what is folded at planning
 * @param parameters values of the statement's parameters, in order; absent: the plan keeps {@link Expr.Parameter}s and is only described
 * @param target the columns that the rows are for (INSERT, CTAS with column types): each output column is cast to its target under the rules of
 *     assignment, and a mismatch in number or type is an error that names the column; absent: the query's own types
 * @param parser parses the text of a view that the query reads
 * @param settings knobs
 */
public record PlannerRequest(
        SqlNode query,
        CatalogView catalog,
        String searchSchema,
        Mode mode,
        ZoneId zone,
        long statementMicros,
        Optional<List<Expr.Literal>> parameters,
        Optional<Schema> target,
        Function<String, SqlNode> parser,
        PlannerSettings settings) {
    /** How a plan will run. Physical rules are tagged batch, continuous or both. */
    public enum Mode {
        BATCH,
        CONTINUOUS
    }

    public PlannerRequest {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(catalog, "catalog");
        Objects.requireNonNull(searchSchema, "searchSchema");
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(zone, "zone");
        parameters = parameters.map(List::copyOf);
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(parser, "parser");
        Objects.requireNonNull(settings, "settings");
    }
}
