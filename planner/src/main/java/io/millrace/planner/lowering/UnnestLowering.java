package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;

/** UNNEST, of constants or of columns to its left. */
final class UnnestLowering {
    private UnnestLowering() {}

    /** Of the left row's collections. */
    static PlanNode lower(Correlate correlate, NodeLowering lowering) {
        if (!(correlate.getRight() instanceof Uncollect uncollect) || !(uncollect.getInput() instanceof Project project)
                || !(project.getInput() instanceof Values values) || values.getTuples().size() != 1) {
            throw Refusals.unsupported("this form of correlated table expression");
        }
        PlanNode input = lowering.lower(correlate.getLeft());
        List<Expr> collections = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            RexNode over = Correlations.replace(expression, Set.of(correlate.getCorrelationId()),
                    (id, field) -> Conditions.column(correlate.getLeft(), field));
            collections.add(lowering.expression(over));
        }
        boolean outer = correlate.getJoinType() == JoinRelType.LEFT;
        PlanNode unnest = unnest(input, collections, uncollect, outer);
        return Conformity.conform(unnest, Types.schema(correlate.getRowType()));
    }

    /** Of the columns of its input, which do not come out. */
    static PlanNode lower(Uncollect uncollect, NodeLowering lowering) {
        PlanNode input = lowering.lower(uncollect.getInput());
        List<Expr> collections = new ArrayList<>();
        for (int i = 0; i < input.schema().size(); i++) {
            collections.add(Expr.column(i, input.schema().type(i)));
        }
        PlanNode unnest = unnest(input, collections, uncollect, false);
        List<Integer> elements =
                IntStream.range(collections.size(), unnest.schema().size()).boxed().toList();
        return Conformity.conform(Conformity.columns(unnest, elements), Types.schema(uncollect.getRowType()));
    }

    private static PlanNode unnest(PlanNode input, List<Expr> collections, Uncollect uncollect, boolean outer) {
        List<Field> fields = new ArrayList<>(input.schema().fields());
        for (Expr collection : collections) {
            fields.addAll(elements(collection.type()));
        }
        if (uncollect.withOrdinality) {
            fields.add(Field.of("ordinality", SqlType.BIGINT));
        }
        return new PlanNode.Unnest(input, collections, uncollect.withOrdinality, outer, new Schema(fields));
    }

    private static List<Field> elements(SqlType type) {
        return switch (type.kind()) {
            case MAP -> List.of(Field.of("key", type.fields().get(0).type()), Field.of("value", type.fields().get(1).type()));
            case ARRAY -> type.element().kind() == SqlType.Kind.ROW
                    ? type.element().fields().stream().map(f -> Field.of(f.name(), f.type())).toList()
                    : List.of(Field.of("element", type.element()));
            default -> throw Refusals.unsupported("UNNEST of " + type);
        };
    }
}
