package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.planner.cancel.Cancellation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Expressions taken apart and put together again. */
public final class Exprs {
    public static final Expr.Literal TRUE = Expr.literal(true, SqlType.BOOLEAN);
    public static final Expr.Literal FALSE = Expr.literal(false, SqlType.BOOLEAN);

    private Exprs() {}

    /** The direct parts of an expression, in the order of evaluation. */
    public static List<Expr> children(Expr expr) {
        Cancellation.check();
        return switch (expr) {
            case Expr.ColumnRef column -> List.of();
            case Expr.Literal literal -> List.of();
            case Expr.Parameter parameter -> List.of();
            case Expr.Call call -> call.arguments();
            case Expr.Cast cast -> List.of(cast.operand());
            case Expr.Case branches -> {
                List<Expr> all = new ArrayList<>();
                branches.branches().forEach(b -> {
                    all.add(b.condition());
                    all.add(b.value());
                });
                all.add(branches.otherwise());
                yield all;
            }
            case Expr.In in -> List.of(in.operand());
            case Expr.FieldAccess field -> List.of(field.operand());
        };
    }

    /** The expression with {@code change} made to each of its direct parts; the same object if nothing changed. */
    public static Expr mapChildren(Expr expr, UnaryOperator<Expr> change) {
        Cancellation.check();
        return switch (expr) {
            case Expr.ColumnRef column -> column;
            case Expr.Literal literal -> literal;
            case Expr.Parameter parameter -> parameter;
            case Expr.Call call -> {
                List<Expr> arguments = call.arguments().stream().map(change).toList();
                yield same(arguments, call.arguments()) ? call : new Expr.Call(call.function(), arguments, call.type());
            }
            case Expr.Cast cast -> {
                Expr operand = change.apply(cast.operand());
                yield operand == cast.operand() ? cast : new Expr.Cast(operand, cast.type(), cast.safe());
            }
            case Expr.Case branches -> new Expr.Case(
                    branches.branches().stream()
                            .map(b -> new Expr.Case.Branch(change.apply(b.condition()), change.apply(b.value())))
                            .toList(),
                    change.apply(branches.otherwise()), branches.type());
            case Expr.In in -> {
                Expr operand = change.apply(in.operand());
                yield operand == in.operand() ? in : new Expr.In(operand, in.values(), in.negated());
            }
            case Expr.FieldAccess field -> new Expr.FieldAccess(change.apply(field.operand()), field.index(), field.type());
        };
    }

    private static boolean same(List<Expr> a, List<Expr> b) {
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Columns that an expression reads. */
    public static BitSet columns(Expr expr) {
        BitSet columns = new BitSet();
        collectColumns(expr, columns);
        return columns;
    }

    /** Adds the columns that an expression reads. */
    public static void collectColumns(Expr expr, BitSet columns) {
        if (expr instanceof Expr.ColumnRef column) {
            columns.set(column.index());
        } else {
            children(expr).forEach(child -> collectColumns(child, columns));
        }
    }

    public static Expr mapColumns(Expr expr, IntUnaryOperator mapping) {
        return expr instanceof Expr.ColumnRef column
                ? Expr.column(mapping.applyAsInt(column.index()), column.type())
                : mapChildren(expr, child -> mapColumns(child, mapping));
    }

    public static Expr shift(Expr expr, int offset) {
        return offset == 0 ? expr : mapColumns(expr, c -> c + offset);
    }

    /** The expression with columns replaced by what computes them. */
    public static Expr substitute(Expr expr, IntFunction<Expr> replacement) {
        return expr instanceof Expr.ColumnRef column
                ? replacement.apply(column.index())
                : mapChildren(expr, child -> substitute(child, replacement));
    }

    /** Nodes of an expression in which a column has become one of {@code sizes(column)} nodes. */
    static double size(Expr expr, IntToDoubleFunction sizes) {
        return expr instanceof Expr.ColumnRef column
                ? sizes.applyAsDouble(column.index())
                : 1 + children(expr).stream().mapToDouble(child -> size(child, sizes)).sum();
    }

    /** How often an expression reads a column. */
    public static int uses(Expr expr, int column) {
        if (expr instanceof Expr.ColumnRef ref) {
            return ref.index() == column ? 1 : 0;
        }
        return children(expr).stream().mapToInt(child -> uses(child, column)).sum();
    }

    public static boolean isDeterministic(Expr expr) {
        boolean own = !(expr instanceof Expr.Call call) || call.function().deterministic();
        return own && children(expr).stream().allMatch(Exprs::isDeterministic);
    }

    /** The parts of a conjunction, without TRUE, in the order of evaluation. */
    public static List<Expr> conjuncts(Expr expr) {
        List<Expr> parts = new ArrayList<>();
        if (expr instanceof Expr.Call call && call.function() == Function.AND) {
            call.arguments().forEach(a -> parts.addAll(conjuncts(a)));
        } else if (expr != null && !TRUE.equals(expr)) {
            parts.add(expr);
        }
        return parts;
    }

    /** The conjunction; TRUE of no parts. Equal parts are kept once. */
    public static Expr and(List<Expr> parts) {
        List<Expr> distinct = parts.stream().distinct().toList();
        return switch (distinct.size()) {
            case 0 -> TRUE;
            case 1 -> distinct.get(0);
            default -> new Expr.Call(Function.AND, distinct, SqlType.BOOLEAN);
        };
    }

    /**
     * The comparison {@code a = b} or {@code a IS NOT DISTINCT FROM b} that an expression is, the latter also where it is written
     * {@code a = b OR a IS NULL AND b IS NULL}; null if it is neither.
     */
    public static Expr.Call equality(Expr expr) {
        if (!(expr instanceof Expr.Call call)) {
            return null;
        }
        if (call.function() == Function.EQUAL || call.function() == Function.IS_NOT_DISTINCT_FROM) {
            return call;
        }
        if (call.function() != Function.OR || call.arguments().size() != 2) {
            return null;
        }
        for (int side = 0; side < 2; side++) {
            if (call.arguments().get(side) instanceof Expr.Call equal
                    && equal.function() == Function.EQUAL
                    && bothNull(call.arguments().get(1 - side), equal.arguments())) {
                return new Expr.Call(Function.IS_NOT_DISTINCT_FROM, equal.arguments(), SqlType.BOOLEAN);
            }
        }
        return null;
    }

    private static boolean bothNull(Expr expr, List<Expr> operands) {
        return expr instanceof Expr.Call and
                && and.function() == Function.AND
                && and.arguments().size() == 2
                && operands.stream()
                        .allMatch(o -> and.arguments().contains(Expr.call(Function.IS_NULL, SqlType.BOOLEAN, o)));
    }
}
