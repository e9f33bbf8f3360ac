package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexLiteral;

/** Literal rows, each value of its column's type. */
final class ValuesLowering {
    private ValuesLowering() {}

    static PlanNode lower(Values values, NodeLowering lowering) {
        Schema schema = Types.schema(values.getRowType());
        List<List<Expr.Literal>> rows = new ArrayList<>();
        List<PlanNode> inputs = new ArrayList<>();
        for (List<RexLiteral> tuple : values.getTuples()) {
            List<Expr> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(lowering.context().expressions().lower(tuple.get(i), schema.type(i)));
            }
            if (row.stream().allMatch(Expr.Literal.class::isInstance)) {
                rows.add(row.stream().map(Expr.Literal.class::cast).toList());
            } else {
                inputs.add(computed(row, schema));
            }
        }
        if (inputs.isEmpty()) {
            return new PlanNode.Values(schema, rows);
        }
        if (!rows.isEmpty()) {
            inputs.add(0, new PlanNode.Values(schema, rows));
        }
        return inputs.size() == 1 ? inputs.get(0) : new PlanNode.Union(inputs, schema);
    }

    private static PlanNode computed(List<Expr> row, Schema schema) {
        return new PlanNode.Project(oneRow(), row, schema);
    }

    /** One row with a column that nobody reads. */
    static PlanNode oneRow() {
        Schema schema = Schema.of(new Field("one", io.millrace.common.type.SqlType.BOOLEAN, false));
        return new PlanNode.Values(schema, List.of(List.of(Expr.literal(true, io.millrace.common.type.SqlType.BOOLEAN))));
    }
}
