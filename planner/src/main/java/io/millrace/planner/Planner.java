package io.millrace.planner;

import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.cancel.PlanReuse;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.convert.QueryConverter;
import io.millrace.planner.convert.TargetColumns;
import io.millrace.planner.error.PlanningErrors;
import io.millrace.planner.expression.ExpressionContext;
import io.millrace.planner.expression.ExpressionLowering;
import io.millrace.planner.lowering.LoweringContext;
import io.millrace.planner.lowering.PhysicalLowering;
import io.millrace.planner.rewrite.RewriteContext;
import io.millrace.planner.rewrite.Rewriter;
import io.millrace.planner.validate.ConstantTime;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;

/** From a parsed query to a physical plan: validate, convert, rewrite, order joins, lower. Stateless and thread-safe. */
public final class Planner {
    private Planner() {}

    /**
     * Plans a query.
     *
     * @throws MillraceException what is wrong with the query, with line and column: UNDEFINED_TABLE, UNDEFINED_COLUMN, UNDEFINED_FUNCTION,
     *     AMBIGUOUS_COLUMN, DATATYPE_MISMATCH, GROUPING_ERROR, WINDOWING_ERROR, FEATURE_NOT_SUPPORTED, STATEMENT_TOO_COMPLEX, …
     */
    public static PlannedQuery plan(PlannerRequest request) {
        return plan(request, Cancellation.NEVER);
    }

    /** As {@link #plan(PlannerRequest)}, until {@code cancellation} throws. */
    public static PlannedQuery plan(PlannerRequest request, Cancellation cancellation) {
        StatementCatalog catalog = new StatementCatalog(request.catalog());
        PlanReuse reuse = new PlanReuse();
        try {
            PlannedQuery planned = reuse.during(() -> cancellation.during(() -> plan(request, catalog)));
            return reuse.isAllowed() ? planned.asReusable() : planned;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            throw PlanningErrors.of(e, catalog, request.searchSchema());
        }
    }

    private static PlannedQuery plan(PlannerRequest request, StatementCatalog catalog) {
        QueryConverter.Converted converted = new QueryConverter(catalog, request.parser(),
                new ConstantTime(request.zone(), OptionalLong.of(request.statementMicros()), request.parameters()))
                .convert(request.query(), request.searchSchema());
        RelNode root = converted.root().project();
        Schema schema = request.target().orElse(converted.schema());
        RelNode assigned = request.target().isPresent() ? TargetColumns.assign(root, schema) : root;
        boolean continuous = request.mode() == PlannerRequest.Mode.CONTINUOUS;
        boolean optimize = request.settings().optimize();
        ExpressionLowering expressions = new ExpressionLowering(
                new ExpressionContext(request.zone(), request.statementMicros(), continuous,
                        request.settings().keepsParameters() ? Optional.empty() : request.parameters()));
        RelNode rewritten = Rewriter.rewrite(assigned, new RewriteContext(optimize, continuous, expressions));
        PlanNode plan = PhysicalLowering.lower(rewritten,
                new LoweringContext(expressions, optimize, continuous, request.settings().exchanges()));
        return new PlannedQuery(plan, schema, converted.parameterTypes(), catalog.dependencies(), () -> RelOptUtil.toString(rewritten));
    }
}
