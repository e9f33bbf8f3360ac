package io.millrace.exec.expression.nested;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Comparison;
import java.util.Arrays;

/** Arrays made, taken apart, searched and ordered. */
final class ArrayFunctions {
    private ArrayFunctions() {}

    static void register(RowCalls calls) {
        calls.lenient(Function.ARRAY_CONSTRUCT, (arguments, row, result) -> {
            for (Operand argument : arguments) {
                NestedFunctions.append(argument, row, result.child(0));
            }
            result.endList();
        });
        calls.lenient(Function.ARRAY_CONCAT, ArrayFunctions::concat);
        calls.lenient(Function.ARRAY_APPEND, (arguments, row, result) -> {
            appendAll(arguments[0], row, result);
            NestedFunctions.append(arguments[1], row, result.child(0));
            result.endList();
        });
        calls.lenient(Function.ARRAY_PREPEND, ArrayFunctions::prepend);
        calls.strict(Function.ARRAY_CONTAINS, ArrayFunctions::contains);
        calls.lenient(Function.ARRAY_POSITION, ArrayFunctions::position);
        calls.lenient(Function.ARRAY_REMOVE, ArrayFunctions::remove);
        calls.strict(Function.ARRAY_SORT, ArrayFunctions::sort);
        calls.strict(Function.ARRAY_REVERSE, (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            for (int e = elements.to() - 1; e >= elements.from(); e--) {
                result.child(0).appendFrom(elements.column(), e);
            }
            result.endList();
        });
        calls.strict(Function.ARRAY_SLICE, (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            long from = Math.max(1, RowCalls.integer(arguments[1], row));
            long to = Math.min(elements.size(), RowCalls.integer(arguments[2], row));
            for (long e = from; e <= to; e++) {
                result.child(0).appendFrom(elements.column(), (int) (elements.from() + e - 1));
            }
            result.endList();
        });
        calls.strict(Function.ARRAY_MIN, (call, context) -> extreme(call, -1));
        calls.strict(Function.ARRAY_MAX, (call, context) -> extreme(call, 1));
        calls.strict(Function.ARRAY_FLATTEN, ArrayFunctions::flatten);
        calls.strict(Function.SEQUENCE, Sequences::sequence);
    }

    static void elementAt(Operand[] arguments, int row, ColumnBuilder result) {
        Elements elements = Elements.of(arguments[0], row);
        long index = RowCalls.integer(arguments[1], row);
        if (index < 1 || index > elements.size()) {
            result.appendNull();
        } else {
            result.appendFrom(elements.column(), (int) (elements.from() + index - 1));
        }
    }

    private static void appendAll(Operand array, int row, ColumnBuilder result) {
        if (!array.isNull(row)) {
            Elements.of(array, row).appendTo(result.child(0));
        }
    }

    /** NULL counts as empty, unless all are. */
    private static void concat(Operand[] arguments, int row, ColumnBuilder result) {
        boolean any = false;
        for (Operand argument : arguments) {
            any |= !argument.isNull(row);
            appendAll(argument, row, result);
        }
        if (any) {
            result.endList();
        } else {
            result.appendNull();
        }
    }

    /** (element, array), or the array first. */
    private static RowFunction prepend(Expr.Call call, EvaluationContext context) {
        int array = call.arguments().get(1).type().equals(call.type()) ? 1 : 0;
        return (arguments, row, result) -> {
            NestedFunctions.append(arguments[1 - array], row, result.child(0));
            appendAll(arguments[array], row, result);
            result.endList();
        };
    }

    /** As {@code = ANY}: NULL if it isn't found among elements of which one is NULL. */
    private static RowFunction contains(Expr.Call call, EvaluationContext context) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            boolean anyNull = false;
            for (int e = elements.from(); e < elements.to(); e++) {
                if (elements.column().isNull(e)) {
                    anyNull = true;
                } else if (comparison.equal(elements.column(), e, arguments[1].values, arguments[1].at(row))) {
                    result.appendBoolean(true);
                    return;
                }
            }
            if (anyNull) {
                result.appendNull();
            } else {
                result.appendBoolean(false);
            }
        };
    }

    /** Whether an element is not distinct from a row's value. */
    static boolean same(Comparison comparison, Elements elements, int e, Operand value, int row) {
        boolean isNull = elements.column().isNull(e);
        return isNull == value.isNull(row) && (isNull || comparison.equal(elements.column(), e, value.values, value.at(row)));
    }

    /** (array, value[, start]): counted from 1; NULL is found too. */
    private static RowFunction position(Expr.Call call, EvaluationContext context) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            if (arguments[0].isNull(row) || arguments.length > 2 && arguments[2].isNull(row)) {
                result.appendNull();
                return;
            }
            Elements elements = Elements.of(arguments[0], row);
            long start = arguments.length > 2 ? Math.max(1, RowCalls.integer(arguments[2], row)) : 1;
            for (long e = elements.from() + start - 1; e < elements.to(); e++) {
                if (same(comparison, elements, (int) e, arguments[1], row)) {
                    Elements.integer(e - elements.from() + 1, result);
                    return;
                }
            }
            result.appendNull();
        };
    }

    private static RowFunction remove(Expr.Call call, EvaluationContext context) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            if (arguments[0].isNull(row)) {
                result.appendNull();
                return;
            }
            Elements elements = Elements.of(arguments[0], row);
            for (int e = elements.from(); e < elements.to(); e++) {
                if (!same(comparison, elements, e, arguments[1], row)) {
                    result.child(0).appendFrom(elements.column(), e);
                }
            }
            result.endList();
        };
    }

    /** (array[, BOOLEAN descending[, BOOLEAN nulls first]]); NULLs are last when ascending, first when descending, unless said otherwise. */
    private static RowFunction sort(Expr.Call call, EvaluationContext context) {
        Comparison[] orders = new Comparison[4];
        for (int i = 0; i < orders.length; i++) {
            orders[i] = Comparison.of(Elements.type(call, 0), (i & 1) != 0, (i & 2) != 0);
        }
        return (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            boolean descending = arguments.length > 1 && arguments[1].booleanAt(row);
            boolean nullsFirst = arguments.length > 2 ? arguments[2].booleanAt(row) : descending;
            Comparison order = orders[(descending ? 1 : 0) + (nullsFirst ? 2 : 0)];
            Integer[] positions = new Integer[elements.size()];
            Arrays.setAll(positions, i -> elements.from() + i);
            Arrays.sort(positions, (a, b) -> order.compare(elements.column(), a, elements.column(), b));
            for (int position : positions) {
                result.child(0).appendFrom(elements.column(), position);
            }
            result.endList();
        };
    }

    private static RowFunction extreme(Expr.Call call, int sign) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            int best = -1;
            for (int e = elements.from(); e < elements.to(); e++) {
                if (!elements.column().isNull(e)
                        && (best < 0 || sign * comparison.compare(elements.column(), e, elements.column(), best) > 0)) {
                    best = e;
                }
            }
            if (best < 0) {
                result.appendNull();
            } else {
                result.appendFrom(elements.column(), best);
            }
        };
    }

    /** Arrays that are NULL give nothing. */
    private static void flatten(Operand[] arguments, int row, ColumnBuilder result) {
        Elements arrays = Elements.of(arguments[0], row);
        Operand inner = new Operand(arrays.column());
        for (int e = arrays.from(); e < arrays.to(); e++) {
            appendAll(inner, e, result);
        }
        result.endList();
    }
}
