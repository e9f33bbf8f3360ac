package io.millrace.exec.expression.comparison;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import java.util.List;
import java.util.Map;

/** The family of comparisons, as values; conditions are made from the same tests. */
public final class Comparisons {
    private Comparisons() {}

    public static void register(Map<Function, CallLowering> table) {
        for (Function function : List.of(
                Function.EQUAL,
                Function.NOT_EQUAL,
                Function.LESS,
                Function.LESS_OR_EQUAL,
                Function.GREATER,
                Function.GREATER_OR_EQUAL)) {
            table.put(function, Comparisons::compare);
        }
        table.put(Function.IS_DISTINCT_FROM, Comparisons::distinct);
        table.put(Function.IS_NOT_DISTINCT_FROM, Comparisons::distinct);
    }

    /** The test that a call's argument {@code operand} must pass for the call to be true, the other being a literal; null if there is none. */
    public static ValueTest test(Expr.Call call, int operand) {
        ComparisonOperator operator = ComparisonOperator.of(call.function());
        if (operator == null || !(call.arguments().get(1 - operand) instanceof Expr.Literal literal)) {
            return null;
        }
        SqlType type = call.arguments().get(operand).type();
        if (!ValueTests.comparable(type, literal)) {
            return null;
        }
        return ValueTests.compare(type, operand == 0 ? operator : operator.flipped(), literal.value());
    }

    private static Evaluator compare(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        for (int operand = 0; operand < 2; operand++) {
            ValueTest test = test(call, operand);
            if (test != null) {
                arguments.get(1 - operand).close();
                return new TestEvaluator(arguments.get(operand), test, false, false, context);
            }
        }
        return new PairEvaluator(comparedType(call), ComparisonOperator.of(call.function()), arguments, context);
    }

    /** As the call's evaluator would decide; owns the arguments. */
    public static Condition condition(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        return new PairCondition(
                comparedType(call), ComparisonOperator.of(call.function()), arguments.get(0), arguments.get(1), context);
    }

    private static Evaluator distinct(Expr.Call call, List<Evaluator> arguments, EvaluationContext context) {
        return new DistinctEvaluator(comparedType(call), call.function() == Function.IS_DISTINCT_FROM, arguments, context);
    }

    /** {@code operand [NOT] IN (values)} as a value; owns {@code operand}. */
    public static Evaluator in(Expr.In in, Evaluator operand, EvaluationContext context) {
        boolean anyNull = in.values().stream().anyMatch(v -> v.value() == null);
        return new TestEvaluator(operand, inTest(in, false, context), in.negated(), anyNull, context);
    }

    /** The test for membership, or with {@code negated} for its absence, the list's NULLs left out. */
    public static ValueTest inTest(Expr.In in, boolean negated, EvaluationContext context) {
        SqlType type = in.operand().type();
        List<Object> values = in.values().stream()
                .filter(v -> v.value() != null && ValueTests.comparable(type, v))
                .map(Expr.Literal::value)
                .toList();
        ValueTest test = ValueTests.in(type, values, negated);
        return test != null ? test : new NestedSetTest(type, values, negated, context.allocator());
    }

    private static SqlType comparedType(Expr.Call call) {
        SqlType left = call.arguments().get(0).type();
        SqlType right = call.arguments().get(1).type();
        boolean comparable = left.layout() == right.layout()
                && (left.kind() != SqlType.Kind.DECIMAL && right.kind() != SqlType.Kind.DECIMAL || left.scale() == right.scale())
                && (left.kind() == right.kind() || left.isCharacter() && right.isCharacter() || left.isNumeric() && right.isNumeric());
        if (!comparable || left.layout() == Layout.INT64 && left.unitsPerSecond() != right.unitsPerSecond() && !left.isNumeric()) {
            throw Arguments.unsupported(call);
        }
        return right.kind() == SqlType.Kind.CHAR && left.kind() == SqlType.Kind.VARCHAR ? left
                : right.kind() == SqlType.Kind.VARCHAR ? right : left;
    }
}
