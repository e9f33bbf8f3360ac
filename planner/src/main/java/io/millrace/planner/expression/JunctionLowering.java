package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;

/** {@code x = 1 OR x = 2 OR …}, which is how Calcite writes IN lists, becomes {@code x IN (1, 2, …)}; so does NOT IN's chain of AND. */
final class JunctionLowering {
    private JunctionLowering() {}

    static Expr or(RexCall call, List<Expr> arguments, SqlType type) {
        return lower(Function.OR, Function.EQUAL, arguments);
    }

    static Expr and(RexCall call, List<Expr> arguments, SqlType type) {
        return lower(Function.AND, Function.NOT_EQUAL, arguments);
    }

    private static Expr lower(Function junction, Function comparison, List<Expr> arguments) {
        Map<Object, List<Expr>> terms = new LinkedHashMap<>();
        for (Expr argument : arguments) {
            boolean point = argument instanceof Expr.Call call && call.function() == comparison
                    && call.arguments().get(0) instanceof Expr.ColumnRef
                    && call.arguments().get(1) instanceof Expr.Literal literal && literal.value() != null;
            Object key = point ? ((Expr.Call) argument).arguments().get(0) : new Object();
            terms.computeIfAbsent(key, k -> new ArrayList<>()).add(argument);
        }
        List<Expr> lowered = new ArrayList<>();
        for (List<Expr> group : terms.values()) {
            lowered.add(group.size() == 1 ? group.get(0) : points(group, junction == Function.AND));
        }
        return lowered.size() == 1 ? lowered.get(0) : new Expr.Call(junction, lowered, SqlType.BOOLEAN);
    }

    private static Expr points(List<Expr> comparisons, boolean negated) {
        Expr operand = ((Expr.Call) comparisons.get(0)).arguments().get(0);
        List<Expr.Literal> values = new ArrayList<>();
        for (Expr comparison : comparisons) {
            Expr.Literal literal = (Expr.Literal) ((Expr.Call) comparison).arguments().get(1);
            // Lengths of text do not matter to IN.
            values.add(Expr.literal(literal.value(), operand.type()));
        }
        return new Expr.In(operand, values, negated);
    }
}
