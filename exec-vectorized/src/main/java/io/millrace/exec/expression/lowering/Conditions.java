package io.millrace.exec.expression.lowering;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.comparison.ComparisonOperator;
import io.millrace.exec.expression.comparison.Comparisons;
import io.millrace.exec.expression.comparison.TestCondition;
import io.millrace.exec.expression.comparison.ValueTest;
import io.millrace.exec.expression.logic.AllCondition;
import io.millrace.exec.expression.logic.AnyCondition;
import io.millrace.exec.expression.logic.BooleanCondition;
import io.millrace.exec.expression.logic.ComplementCondition;
import io.millrace.exec.expression.logic.NullCondition;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns BOOLEAN expressions into conditions that give selections and never a column of booleans. An expression is asked where it is TRUE or where it
 * is FALSE, so NOT costs nothing and three-valued logic comes out by itself: a row that is in neither is NULL.
 */
final class Conditions {
    private Conditions() {}

    /** Selects the rows at which {@code expr} is {@code wanted}. */
    static Condition where(Expr expr, boolean wanted, EvaluationContext context) {
        Expr unified = Unification.apply(expr);
        return switch (unified) {
            case Expr.Call call -> call(call, wanted, context);
            case Expr.In in -> in(in, wanted, context);
            case Expr.ColumnRef e -> value(e, wanted, context);
            case Expr.Literal e -> value(e, wanted, context);
            case Expr.Parameter e -> value(e, wanted, context);
            case Expr.Cast e -> value(e, wanted, context);
            case Expr.Case e -> value(e, wanted, context);
            case Expr.FieldAccess e -> value(e, wanted, context);
        };
    }

    private static Condition value(Expr expr, boolean wanted, EvaluationContext context) {
        return new BooleanCondition(Expressions.evaluator(expr, context), wanted);
    }

    private static Condition call(Expr.Call call, boolean wanted, EvaluationContext context) {
        return switch (call.function()) {
            case AND -> wanted ? all(call, true, context) : any(call, false, context);
            case OR -> wanted ? any(call, true, context) : all(call, false, context);
            case NOT -> where(call.arguments().get(0), !wanted, context);
            case IS_NULL -> new NullCondition(Expressions.evaluator(call.arguments().get(0), context), wanted);
            case IS_NOT_NULL -> new NullCondition(Expressions.evaluator(call.arguments().get(0), context), !wanted);
            case IS_TRUE -> is(call, true, wanted, context);
            case IS_NOT_TRUE -> is(call, true, !wanted, context);
            case IS_FALSE -> is(call, false, wanted, context);
            case IS_NOT_FALSE -> is(call, false, !wanted, context);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    comparison(wanted ? call : negated(call), context);
            default -> value(call, wanted, context);
        };
    }

    private static Condition is(Expr.Call call, boolean truth, boolean wanted, EvaluationContext context) {
        Condition condition = where(call.arguments().get(0), truth, context);
        return wanted ? condition : new ComplementCondition(condition);
    }

    private static Condition any(Expr.Call call, boolean wanted, EvaluationContext context) {
        return new AnyCondition(call.arguments().stream().map(argument -> where(argument, wanted, context)).toList());
    }

    /** Conjuncts in order, those that test one column against literals made one where that is possible. */
    private static Condition all(Expr.Call call, boolean wanted, EvaluationContext context) {
        List<Conjunct> conjuncts = new ArrayList<>();
        flatten(call, wanted, conjuncts);
        List<Object> parts = new ArrayList<>();
        for (Conjunct conjunct : conjuncts) {
            ColumnTest test = columnTest(conjunct);
            if (test == null || !joined(parts, test)) {
                parts.add(test == null ? conjunct : test);
            }
        }
        List<Condition> conditions = new ArrayList<>();
        for (Object part : parts) {
            conditions.add(
                    part instanceof ColumnTest test
                            ? new TestCondition(Expressions.evaluator(test.column, context), test.test)
                            : where(((Conjunct) part).expr, ((Conjunct) part).wanted, context));
        }
        return conditions.size() == 1 ? conditions.get(0) : new AllCondition(conditions);
    }

    private record Conjunct(Expr expr, boolean wanted) {}

    private record ColumnTest(Expr.ColumnRef column, ValueTest test) {}

    private static void flatten(Expr expr, boolean wanted, List<Conjunct> into) {
        if (expr instanceof Expr.Call call) {
            Function chain = wanted ? Function.AND : Function.OR;
            if (call.function() == chain) {
                call.arguments().forEach(argument -> flatten(argument, wanted, into));
                return;
            }
            if (call.function() == Function.NOT) {
                flatten(call.arguments().get(0), !wanted, into);
                return;
            }
        }
        into.add(new Conjunct(Unification.apply(expr), wanted));
    }

    private static ColumnTest columnTest(Conjunct conjunct) {
        if (!(conjunct.expr instanceof Expr.Call call) || ComparisonOperator.of(call.function()) == null) {
            return null;
        }
        Expr.Call asked = conjunct.wanted ? call : negated(call);
        for (int operand = 0; operand < 2; operand++) {
            if (asked.arguments().get(operand) instanceof Expr.ColumnRef column) {
                ValueTest test = Comparisons.test(asked, operand);
                if (test != null) {
                    return new ColumnTest(column, test);
                }
            }
        }
        return null;
    }

    /** Such tests raise no errors, so one may move before others. */
    private static boolean joined(List<Object> parts, ColumnTest test) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof ColumnTest earlier && earlier.column.equals(test.column)) {
                ValueTest both = earlier.test.and(test.test);
                if (both != null) {
                    parts.set(i, new ColumnTest(test.column, both));
                    return true;
                }
            }
        }
        return false;
    }

    private static Expr.Call negated(Expr.Call call) {
        Function function = switch (call.function()) {
            case EQUAL -> Function.NOT_EQUAL;
            case NOT_EQUAL -> Function.EQUAL;
            case LESS -> Function.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Function.GREATER;
            case GREATER -> Function.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Function.LESS;
            default -> throw new AssertionError(call.function());
        };
        return new Expr.Call(function, call.arguments(), SqlType.BOOLEAN);
    }

    private static Condition comparison(Expr.Call call, EvaluationContext context) {
        for (int operand = 0; operand < 2; operand++) {
            ValueTest test = Comparisons.test(call, operand);
            if (test != null) {
                return new TestCondition(Expressions.evaluator(call.arguments().get(operand), context), test);
            }
        }
        return Comparisons.condition(call, Expressions.evaluators(call.arguments(), context), context);
    }

    /** A list with NULL is never false for membership, nor true for its absence, whatever the value. */
    private static Condition in(Expr.In in, boolean wanted, EvaluationContext context) {
        boolean inside = in.negated() != wanted;
        boolean anyNull = in.values().stream().anyMatch(v -> v.value() == null);
        if (!inside && anyNull) {
            return new BooleanCondition(
                    Expressions.evaluator(in, context), wanted);
        }
        return new TestCondition(Expressions.evaluator(in.operand(), context), Comparisons.inTest(in, !inside, context));
    }
}
