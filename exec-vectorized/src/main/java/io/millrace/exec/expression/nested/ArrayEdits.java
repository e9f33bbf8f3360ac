package io.millrace.exec.expression.nested;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.number.Decimals;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Comparison;
import io.millrace.exec.kernel.Int128;
import java.math.BigInteger;

/** Arrays with elements replaced, filled, left out, summed, and put side by side. */
final class ArrayEdits {
    private static final int FILL_MAX = 10_000_000;

    private ArrayEdits() {}

    static void register(RowCalls calls) {
        calls.lenient(Function.ARRAY_POSITIONS, ArrayEdits::positions);
        calls.lenient(Function.ARRAY_REPLACE, ArrayEdits::replace);
        calls.lenient(Function.ARRAY_FILL, ArrayEdits::fill);
        calls.strict(Function.ARRAY_TRIM, ArrayEdits::trim);
        calls.strict(Function.ARRAY_CONTAINS_ALL, ArrayEdits::containsAll);
        calls.strict(Function.ARRAY_SUM, ArrayEdits::sum);
        calls.lenient(Function.ARRAYS_ZIP, ArrayEdits::zip);
    }

    private static RowFunction positions(Expr.Call call, EvaluationContext context) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            if (arguments[0].isNull(row)) {
                result.appendNull();
                return;
            }
            Elements elements = Elements.of(arguments[0], row);
            for (int e = elements.from(); e < elements.to(); e++) {
                if (ArrayFunctions.same(comparison, elements, e, arguments[1], row)) {
                    Elements.integer(e - elements.from() + 1, result.child(0));
                }
            }
            result.endList();
        };
    }

    private static RowFunction replace(Expr.Call call, EvaluationContext context) {
        Comparison comparison = Comparison.of(Elements.type(call, 0));
        return (arguments, row, result) -> {
            if (arguments[0].isNull(row)) {
                result.appendNull();
                return;
            }
            Elements elements = Elements.of(arguments[0], row);
            for (int e = elements.from(); e < elements.to(); e++) {
                if (ArrayFunctions.same(comparison, elements, e, arguments[1], row)) {
                    NestedFunctions.append(arguments[2], row, result.child(0));
                } else {
                    result.child(0).appendFrom(elements.column(), e);
                }
            }
            result.endList();
        };
    }

    private static void fill(Operand[] arguments, int row, ColumnBuilder result) {
        if (arguments[1].isNull(row)) {
            result.appendNull();
            return;
        }
        long count = RowCalls.integer(arguments[1], row);
        if (count > FILL_MAX) {
            throw new MillraceException(ErrorCode.STATEMENT_TOO_LARGE, "an array of " + count + " elements, at most " + FILL_MAX);
        }
        for (long i = 0; i < count; i++) {
            NestedFunctions.append(arguments[0], row, result.child(0));
        }
        result.endList();
    }

    private static void trim(Operand[] arguments, int row, ColumnBuilder result) {
        Elements elements = Elements.of(arguments[0], row);
        long count = RowCalls.integer(arguments[1], row);
        if (count < 0 || count > elements.size()) {
            throw new MillraceException(ErrorCode.ARRAY_SUBSCRIPT, "number of elements to trim must be between 0 and " + elements.size());
        }
        new Elements(elements.column(), elements.from(), elements.to() - (int) count).appendTo(result.child(0));
        result.endList();
    }

    /** NULL is contained in nothing. */
    private static RowFunction containsAll(Expr.Call call, EvaluationContext context) {
        ElementSet set = new ElementSet(Elements.type(call, 0));
        return (arguments, row, result) -> {
            set.clear();
            Elements all = Elements.of(arguments[0], row);
            for (int e = all.from(); e < all.to(); e++) {
                set.add(all.column(), e);
            }
            Elements some = Elements.of(arguments[1], row);
            boolean found = true;
            for (int e = some.from(); e < some.to() && found; e++) {
                found = !some.column().isNull(e) && set.contains(some.column(), e);
            }
            result.appendBoolean(found);
        };
    }

    /** NULLs are left out; NULL of no elements. */
    private static RowFunction sum(Expr.Call call, EvaluationContext context) {
        SqlType type = call.type();
        return (arguments, row, result) -> {
            Elements elements = Elements.of(arguments[0], row);
            Operand values = new Operand(elements.column());
            double approximate = 0;
            BigInteger exact = BigInteger.ZERO;
            boolean any = false;
            for (int e = elements.from(); e < elements.to(); e++) {
                if (!elements.column().isNull(e)) {
                    any = true;
                    if (type.isApproximate()) {
                        approximate += values.doubleAt(e);
                    } else {
                        exact = exact.add(Decimals.unscaled(values, e));
                    }
                }
            }
            if (!any) {
                result.appendNull();
            } else if (type.isApproximate()) {
                result.appendDouble(approximate);
            } else if (type.kind() == SqlType.Kind.BIGINT && exact.bitLength() < Long.SIZE) {
                result.appendLong(exact.longValue());
            } else if (type.kind() == SqlType.Kind.DECIMAL && exact.abs().compareTo(Int128.bigPowerOfTen(type.precision())) < 0) {
                result.appendInt128(exact.longValue(), exact.shiftRight(Long.SIZE).longValue());
            } else {
                throw new MillraceException(ErrorCode.NUMERIC_OUT_OF_RANGE, "the sum of an array is out of range of " + type);
            }
        };
    }

    private static void zip(Operand[] arguments, int row, ColumnBuilder result) {
        int longest = 0;
        for (Operand argument : arguments) {
            if (argument.isNull(row)) {
                result.appendNull();
                return;
            }
            longest = Math.max(longest, argument.lengthAt(row));
        }
        for (int i = 0; i < longest; i++) {
            ColumnBuilder fields = result.child(0);
            for (int a = 0; a < arguments.length; a++) {
                Elements elements = Elements.of(arguments[a], row);
                if (i < elements.size()) {
                    fields.child(a).appendFrom(elements.column(), elements.from() + i);
                } else {
                    fields.child(a).appendNull();
                }
            }
            fields.endRow();
        }
        result.endList();
    }
}
