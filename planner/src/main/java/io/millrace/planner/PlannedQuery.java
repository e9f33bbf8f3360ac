package io.millrace.planner;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.physical.PlanParameters;
import java.util.List;
import java.util.function.Supplier;

/**
 * A query ready to run.
 *
 * @param plan what runs; its schema's types are {@code schema}'s
 * @param schema of the result, with the names that users see
 * @param parameterTypes of the statement's parameters, in order, as inferred
 * @param dependencies ids of the catalog objects that the query reads, views expanded on the way included
 * @param reusable whether the plan holds for other runs as well: as long as the catalog, and what the request said, stay the same
 * @param logicalText prints the logical plan after rewriting, for EXPLAIN LOGICAL
 */
public record PlannedQuery(PlanNode plan, Schema schema, List<SqlType> parameterTypes, List<String> dependencies, boolean reusable,
        Supplier<String> logicalText) {
    /** A plan for one run. */
    public PlannedQuery(PlanNode plan, Schema schema, List<SqlType> parameterTypes, List<String> dependencies,
            Supplier<String> logicalText) {
        this(plan, schema, parameterTypes, dependencies, false, logicalText);
    }

    public PlannedQuery {
        parameterTypes = List.copyOf(parameterTypes);
        dependencies = List.copyOf(dependencies);
    }

    PlannedQuery asReusable() {
        return new PlannedQuery(plan, schema, parameterTypes, dependencies, true, logicalText);
    }

    /** Whether {@link #bind} can put values for the parameters in that the plan keeps. */
    public boolean isBindable() {
        return PlanParameters.bindable(plan);
    }

    /**
     * With values for the parameters that were kept.
     *
     * @throws io.millrace.common.error.MillraceException UNDEFINED_PARAMETER
     */
    public PlannedQuery bind(List<Expr.Literal> values, boolean optimize) {
        return withPlan(PlanParameters.bind(plan, values, optimize));
    }

    /** Another plan for the same query. */
    public PlannedQuery withPlan(PlanNode other) {
        return new PlannedQuery(other, schema, parameterTypes, dependencies, reusable, logicalText);
    }
}
