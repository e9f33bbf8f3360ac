package io.millrace.planner;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.function.Supplier;

/**
 * A query ready to run.
 *
 * @param plan what runs; its schema's types are {@code schema}'s
 * @param schema of the result, with the names that users see
 * @param parameterTypes of the statement's parameters, in order, as inferred
 * @param dependencies ids of the catalog objects that the query reads, views expanded on the way included
 * @param logicalText prints the logical plan after rewriting, for EXPLAIN LOGICAL
 */
public record PlannedQuery(PlanNode plan, Schema schema, List<SqlType> parameterTypes, List<String> dependencies,
        Supplier<String> logicalText) {
    public PlannedQuery {
        parameterTypes = List.copyOf(parameterTypes);
        dependencies = List.copyOf(dependencies);
    }
}
