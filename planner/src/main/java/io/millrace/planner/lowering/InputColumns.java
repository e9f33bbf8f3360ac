package io.millrace.planner.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;

/** A node's columns, and behind them those that are computed for the node above; nothing is added as long as bare columns suffice. */
final class InputColumns {
    private final PlanNode input;
    private final List<Expr> expressions = new ArrayList<>();
    private final List<Field> fields;

    InputColumns(PlanNode input) {
        this.input = input;
        this.fields = new ArrayList<>(input.schema().fields());
        for (int i = 0; i < fields.size(); i++) {
            expressions.add(Expr.column(i, fields.get(i).type()));
        }
    }

    /** The column that holds the expression. */
    int column(Expr expression) {
        int known = expressions.indexOf(expression);
        if (known >= 0) {
            return known;
        }
        expressions.add(expression);
        fields.add(Field.of("expr" + fields.size(), expression.type()));
        return expressions.size() - 1;
    }

    int width() {
        return expressions.size();
    }

    PlanNode node() {
        return expressions.size() == input.schema().size() ? input : new PlanNode.Project(input, expressions, new Schema(fields));
    }
}
