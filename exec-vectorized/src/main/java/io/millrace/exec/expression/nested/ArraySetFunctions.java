package io.millrace.exec.expression.nested;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;

/** Arrays as sets: each element once, in the order met, NULL like any other. */
final class ArraySetFunctions {
    private ArraySetFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.ARRAY_DISTINCT, ArraySetFunctions::union);
        calls.strict(Function.ARRAY_UNION, ArraySetFunctions::union);
        calls.strict(Function.ARRAY_INTERSECT, (call, context) -> of(call, true));
        calls.strict(Function.ARRAY_EXCEPT, (call, context) -> of(call, false));
        calls.strict(Function.ARRAYS_OVERLAP, ArraySetFunctions::overlap);
    }

    private static RowFunction union(Expr.Call call, EvaluationContext context) {
        ElementSet set = new ElementSet(Elements.type(call, 0));
        return (arguments, row, result) -> {
            set.clear();
            for (var argument : arguments) {
                appendNew(Elements.of(argument, row), set, result.child(0));
            }
            result.endList();
        };
    }

    private static void appendNew(Elements elements, ElementSet set, ColumnBuilder result) {
        for (int e = elements.from(); e < elements.to(); e++) {
            if (set.add(elements.column(), e)) {
                result.appendFrom(elements.column(), e);
            }
        }
    }

    private static RowFunction of(Expr.Call call, boolean common) {
        ElementSet other = new ElementSet(Elements.type(call, 1));
        ElementSet given = new ElementSet(Elements.type(call, 0));
        return (arguments, row, result) -> {
            other.clear();
            given.clear();
            Elements right = Elements.of(arguments[1], row);
            for (int e = right.from(); e < right.to(); e++) {
                other.add(right.column(), e);
            }
            Elements left = Elements.of(arguments[0], row);
            for (int e = left.from(); e < left.to(); e++) {
                if (other.contains(left.column(), e) == common && given.add(left.column(), e)) {
                    result.child(0).appendFrom(left.column(), e);
                }
            }
            result.endList();
        };
    }

    /** Whether the two have an element in common that is not NULL. */
    private static RowFunction overlap(Expr.Call call, EvaluationContext context) {
        ElementSet set = new ElementSet(Elements.type(call, 0));
        return (arguments, row, result) -> {
            set.clear();
            Elements left = Elements.of(arguments[0], row);
            for (int e = left.from(); e < left.to(); e++) {
                set.add(left.column(), e);
            }
            Elements right = Elements.of(arguments[1], row);
            boolean found = false;
            for (int e = right.from(); e < right.to() && !found; e++) {
                found = !right.column().isNull(e) && set.contains(right.column(), e);
            }
            result.appendBoolean(found);
        };
    }
}
