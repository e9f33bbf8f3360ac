package io.millrace.exec.expression.row;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.support.Operand;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registers functions that are computed a row at a time. */
public final class RowCalls {
    private final Map<Function, CallLowering> table;

    /** Makes a {@link RowFunction} of a call, for one thread. */
    @FunctionalInterface
    public interface Factory {
        RowFunction make(Expr.Call call, EvaluationContext context);
    }

    public RowCalls(Map<Function, CallLowering> table) {
        this.table = table;
    }

    /** Adds a function of which NULL in gives NULL out: it never sees a NULL. */
    public RowCalls strict(Function function, Factory factory) {
        table.put(function, (call, arguments, context) -> {
            boolean isNull = call.arguments().stream().anyMatch(a -> a.type().kind() == SqlType.Kind.NULL);
            RowFunction nothing = (operands, row, result) -> result.appendNull();
            return new StrictRowEvaluator(call.type(), arguments, context, isNull ? nothing : factory.make(call, context));
        });
        return this;
    }

    public RowCalls strict(Function function, RowFunction rowFunction) {
        return strict(function, (call, context) -> rowFunction);
    }

    /** Adds a function that looks at NULLs itself. */
    public RowCalls lenient(Function function, Factory factory) {
        table.put(
                function,
                (call, arguments, context) -> new LenientRowEvaluator(call.type(), arguments, context, factory.make(call, context), false));
        return this;
    }

    public RowCalls lenient(Function function, RowFunction rowFunction) {
        return lenient(function, (call, context) -> rowFunction);
    }

    /** Adds a function that gives another value for each row, though its arguments be constant. */
    public RowCalls everyRow(Function function, Factory factory) {
        table.put(
                function,
                (call, arguments, context) -> new LenientRowEvaluator(call.type(), arguments, context, factory.make(call, context), true));
        return this;
    }

    /** The value of argument {@code index} if it is a literal that is not NULL. */
    public static Optional<Object> literal(Expr.Call call, int index) {
        return index < call.arguments().size() && call.arguments().get(index) instanceof Expr.Literal literal
                ? Optional.ofNullable(literal.value())
                : Optional.empty();
    }

    public static SqlType.Kind kind(Expr.Call call, int index) {
        return call.arguments().get(index).type().kind();
    }

    /** The error for arguments that a function doesn't take. */
    public static MillraceException unsupported(Expr.Call call, String reason) {
        List<SqlType> types = call.arguments().stream().map(Expr::type).toList();
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, call.function() + " of " + types + " is not supported: " + reason);
    }

    /** A value of any integer type or of layout INT64. */
    public static long integer(Operand operand, int row) {
        return switch (operand.values.type().layout()) {
            case INT32 -> operand.intAt(row);
            case INT64 -> operand.longAt(row);
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(operand.values.type());
        };
    }
}
