package io.millrace.exec.step;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.operator.aggregate.AggregateCalls;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives aggregate calls columns to work on where the plan has literals as values, as in SUM(1):
 * <pre>
 * Aggregate[SUM(1)](input)   becomes   Aggregate[SUM($n)](Project[$0 … $n-1, 1](input))
 * </pre>
 * Literals that are parameters of a function (separators, fractions) stay.
 */
final class LiteralArguments {
    private LiteralArguments() {}

    static PlanNode.Aggregate asColumns(PlanNode.Aggregate node) {
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>(node.input().schema().fields());
        for (int c = 0; c < fields.size(); c++) {
            expressions.add(Expr.column(c, fields.get(c).type()));
        }
        int width = fields.size();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : node.calls()) {
            List<Expr> arguments = new ArrayList<>();
            for (int a = 0; a < call.arguments().size(); a++) {
                Expr argument = call.arguments().get(a);
                if (argument instanceof Expr.Literal literal && !AggregateCalls.isParameter(call.function(), a)) {
                    arguments.add(Expr.column(fields.size(), literal.type()));
                    expressions.add(literal);
                    fields.add(Field.of("literal" + fields.size(), literal.type()));
                } else {
                    arguments.add(argument);
                }
            }
            calls.add(new AggregateCall(
                    call.function(), arguments, call.distinct(), call.filter(), call.orderBy(), call.ignoreNulls(), call.type()));
        }
        if (fields.size() == width) {
            return node;
        }
        PlanNode input = new PlanNode.Project(node.input(), expressions, new Schema(fields));
        return new PlanNode.Aggregate(input, node.keys(), node.groupingSets(), calls, node.phase(), node.schema());
    }
}
