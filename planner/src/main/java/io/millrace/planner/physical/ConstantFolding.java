package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes at planning what is certain: constants of dates, numbers and truth values. What would raise an error is left for execution, which may
 * never come to it.
 */
public final class ConstantFolding {
    private ConstantFolding() {}

    /** An equal expression of the same type. */
    public static Expr value(Expr expr) {
        Expr folded = Exprs.mapChildren(expr, ConstantFolding::value);
        Expr result = switch (folded) {
            case Expr.Call call -> call(call);
            case Expr.Cast cast -> ConstantArithmetic.cast(cast);
            case Expr.Case branches -> branches(branches);
            case Expr.ColumnRef e -> e;
            case Expr.Literal e -> e;
            case Expr.Parameter e -> e;
            case Expr.In e -> e;
            case Expr.FieldAccess e -> e;
        };
        return result;
    }

    /** An expression that is true for the same rows; where it is NULL it may be FALSE instead. */
    public static Expr condition(Expr expr) {
        Expr folded = value(expr);
        if (folded instanceof Expr.Literal literal) {
            return Boolean.TRUE.equals(literal.value()) ? Exprs.TRUE : Exprs.FALSE;
        }
        return folded;
    }

    private static Expr call(Expr.Call call) {
        return switch (call.function()) {
            case AND -> junction(call, true);
            case OR -> junction(call, false);
            case NOT -> not(call);
            case IS_TRUE -> isLiteral(call.arguments().get(0)) ? truth(isTrue(call.arguments().get(0))) : call;
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> Comparisons.fold(call);
            case ADD, SUBTRACT, MULTIPLY, NEGATE, DATETIME_ADD, DATETIME_SUBTRACT, DATE_ADD_DAYS -> ConstantArithmetic.fold(call);
            default -> call;
        };
    }

    private static boolean isLiteral(Expr expr) {
        return expr instanceof Expr.Literal;
    }

    private static boolean isTrue(Expr expr) {
        return expr instanceof Expr.Literal literal && Boolean.TRUE.equals(literal.value());
    }

    private static boolean isFalse(Expr expr) {
        return expr instanceof Expr.Literal literal && Boolean.FALSE.equals(literal.value());
    }

    private static Expr truth(boolean value) {
        return value ? Exprs.TRUE : Exprs.FALSE;
    }

    /** AND and OR: nested ones flattened, neutral parts left out; parts behind a deciding constant are never reached. */
    private static Expr junction(Expr.Call call, boolean and) {
        Set<Expr> distinct = new LinkedHashSet<>();
        for (Expr argument : call.arguments()) {
            List<Expr> flat = argument instanceof Expr.Call inner && inner.function() == call.function() ? inner.arguments()
                    : List.of(argument);
            for (Expr part : flat) {
                if (and ? isTrue(part) : isFalse(part)) {
                    continue;
                }
                if (and ? isFalse(part) : isTrue(part)) {
                    return truth(!and);
                }
                distinct.add(part);
            }
        }
        List<Expr> parts = List.copyOf(distinct);
        List<Expr> joined = and ? parts : lists(parts);
        return switch (joined.size()) {
            case 0 -> truth(and);
            case 1 -> joined.get(0);
            default -> new Expr.Call(call.function(), joined, SqlType.BOOLEAN);
        };
    }

    /** {@code x = 1 OR x = 2} becomes {@code x IN (1, 2)}. */
    private static List<Expr> lists(List<Expr> parts) {
        Map<Expr, List<Expr.Literal>> values = new LinkedHashMap<>();
        for (Expr part : parts) {
            Expr operand = operand(part);
            if (operand != null) {
                values.computeIfAbsent(operand, o -> new ArrayList<>()).addAll(points(part));
            }
        }
        List<Expr> result = new ArrayList<>();
        for (Expr part : parts) {
            Expr operand = operand(part);
            List<Expr.Literal> points = operand == null ? null : values.get(operand);
            if (points == null || points.size() == 1) {
                result.add(part);
            } else if (!points.isEmpty()) {
                result.add(new Expr.In(operand, points.stream().distinct().toList(), false));
                values.put(operand, List.of());
            }
        }
        return result;
    }

    private static Expr operand(Expr part) {
        if (part instanceof Expr.Call call && call.function() == Function.EQUAL
                && call.arguments().get(1) instanceof Expr.Literal
                && !(call.arguments().get(0) instanceof Expr.Literal)
                && Exprs.isDeterministic(call.arguments().get(0))) {
            return call.arguments().get(0);
        }
        return part instanceof Expr.In in && !in.negated() && Exprs.isDeterministic(in.operand()) ? in.operand() : null;
    }

    private static List<Expr.Literal> points(Expr part) {
        return part instanceof Expr.In in ? in.values() : List.of((Expr.Literal) ((Expr.Call) part).arguments().get(1));
    }

    private static Expr not(Expr.Call call) {
        Expr operand = call.arguments().get(0);
        if (operand instanceof Expr.Literal literal) {
            return literal.value() == null ? Expr.literal(null, SqlType.BOOLEAN) : truth(!isTrue(literal));
        }
        if (operand instanceof Expr.In in) {
            return new Expr.In(in.operand(), in.values(), !in.negated());
        }
        if (!(operand instanceof Expr.Call inner)) {
            return call;
        }
        return switch (inner.function()) {
            case NOT -> inner.arguments().get(0);
            case IS_NULL -> new Expr.Call(Function.IS_NOT_NULL, inner.arguments(), SqlType.BOOLEAN);
            case IS_NOT_NULL -> new Expr.Call(Function.IS_NULL, inner.arguments(), SqlType.BOOLEAN);
            case EQUAL -> new Expr.Call(Function.NOT_EQUAL, inner.arguments(), SqlType.BOOLEAN);
            case NOT_EQUAL -> new Expr.Call(Function.EQUAL, inner.arguments(), SqlType.BOOLEAN);
            case LESS -> new Expr.Call(Function.GREATER_OR_EQUAL, inner.arguments(), SqlType.BOOLEAN);
            case LESS_OR_EQUAL -> new Expr.Call(Function.GREATER, inner.arguments(), SqlType.BOOLEAN);
            case GREATER -> new Expr.Call(Function.LESS_OR_EQUAL, inner.arguments(), SqlType.BOOLEAN);
            case GREATER_OR_EQUAL -> new Expr.Call(Function.LESS, inner.arguments(), SqlType.BOOLEAN);
            default -> call;
        };
    }

    private static Expr branches(Expr.Case node) {
        List<Expr.Case.Branch> kept = new ArrayList<>();
        Expr otherwise = node.otherwise();
        for (Expr.Case.Branch branch : node.branches()) {
            if (isTrue(branch.condition())) {
                otherwise = branch.value();
                break;
            }
            if (!isLiteral(branch.condition())) {
                kept.add(branch);
            }
        }
        if (kept.isEmpty() && otherwise.type().equals(node.type())) {
            return otherwise;
        }
        return kept.isEmpty() ? node : new Expr.Case(kept, otherwise, node.type());
    }
}
