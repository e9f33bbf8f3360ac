package io.millrace.exec.expression.nested;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;

/** The functions over arrays, maps and rows, and those that take anything. */
public final class NestedFunctions {
    private static final int UUID_BYTES = 16;

    private NestedFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        RowCalls calls = new RowCalls(table);
        ArrayFunctions.register(calls);
        ArraySetFunctions.register(calls);
        ArrayEdits.register(calls);
        MapFunctions.register(calls);
        calls.lenient(Function.ROW_CONSTRUCT, (arguments, row, result) -> {
            for (int i = 0; i < arguments.length; i++) {
                append(arguments[i], row, result.child(i));
            }
            result.endRow();
        });
        calls.strict(Function.ELEMENT_AT,
                (call, context) -> RowCalls.kind(call, 0) == SqlType.Kind.MAP ? MapFunctions.lookUp(call) : ArrayFunctions::elementAt);
        calls.strict(Function.CARDINALITY, (arguments, row, result) -> Elements.integer(arguments[0].lengthAt(row), result));
        calls.lenient(Function.RAISE_ERROR, NestedFunctions::raise);
        calls.lenient(Function.TYPEOF, (call, context) -> {
            String name = call.arguments().get(0).type().toString();
            return (arguments, row, result) -> result.appendString(name);
        });
        calls.everyRow(Function.GENERATE_UUID, (call, context) -> (arguments, row, result) -> uuid(context, result));
    }

    /** Appends a row's value, NULL too. */
    static void append(Operand operand, int row, ColumnBuilder result) {
        if (operand.isNull(row)) {
            result.appendNull();
        } else {
            result.appendFrom(operand.values, operand.at(row));
        }
    }

    /** (message[, name of the error's code]). */
    private static RowFunction raise(Expr.Call call, EvaluationContext context) {
        String name = RowCalls.literal(call, 1).map(Object::toString).orElse(ErrorCode.INVALID_ARGUMENT.name());
        ErrorCode code = Arrays.stream(ErrorCode.values()).filter(c -> c.name().equals(name)).findFirst()
                .orElse(ErrorCode.INVALID_ARGUMENT);
        return (arguments, row, result) -> {
            throw new MillraceException(code, arguments[0].isNull(row) ? "error raised" : arguments[0].stringAt(row));
        };
    }

    /** Version 4, variant 1. */
    private static void uuid(EvaluationContext context, ColumnBuilder result) {
        long high = context.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x4000L;
        long low = context.random().nextLong() >>> 2 | 1L << 63;
        result.appendBytes(ByteBuffer.allocate(UUID_BYTES).putLong(high).putLong(low).array());
    }
}
