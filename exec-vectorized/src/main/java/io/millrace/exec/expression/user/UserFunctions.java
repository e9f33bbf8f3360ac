package io.millrace.exec.expression.user;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.expr.UserCode;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;

/** Calls of users' functions, a row at a time. What one throws is an error of the row that it was called for, with the function's name. */
public final class UserFunctions {
    private UserFunctions() {}

    public static void register(Map<Function, CallLowering> table) {
        RowCalls calls = new RowCalls(table);
        calls.lenient(Function.USER, (call, context) -> call(call));
        calls.everyRow(Function.USER_NOT_DETERMINISTIC, (call, context) -> call(call));
    }

    private static RowFunction call(Expr.Call call) {
        UserCode code = UserCode.parse((String) ((Expr.Literal) call.arguments().get(0)).value());
        List<SqlType> types = call.arguments().stream().skip(1).map(Expr::type).toList();
        if (code.method().equals(UserCode.AGGREGATE)) {
            return fold(code, types.get(0), call.type());
        }
        JavaMethod method = JavaMethod.find(code, types, call.type());
        MethodHandle handle = method.handle();
        Class<?>[] classes = method.parameterClasses();
        Object[] arguments = new Object[classes.length];
        return (operands, row, result) -> {
            for (int i = 0; i < arguments.length; i++) {
                Object value = Values.read(operands[i + 1].column, row);
                if (value == null && code.nullOnNull()) {
                    result.appendNull();
                    return;
                }
                arguments[i] = JavaValues.argument(value, classes[i]);
            }
            append(invoke(handle, arguments, code), call.type(), code, result);
        };
    }

    /** An aggregate of the elements of an array: of one argument each, or of rows of several. */
    private static RowFunction fold(UserCode code, SqlType array, SqlType type) {
        SqlType element = array.fields().get(0).type();
        List<SqlType> types = element.kind() == SqlType.Kind.ROW ? element.fields().stream().map(Field::type).toList() : List.of(element);
        JavaAggregate aggregate = JavaAggregate.find(code, types, type);
        return (operands, row, result) -> append(aggregate.fold((List<?>) Values.read(operands[1].column, row)), type, code, result);
    }

    private static void append(Object value, SqlType type, UserCode code, ColumnBuilder result) {
        if (value == null) {
            result.appendNull();
        } else {
            JavaValues.append(result, value, type, code.function());
        }
    }

    private static Object invoke(MethodHandle handle, Object[] arguments, UserCode code) {
        try {
            return (Object) handle.invokeExact(arguments);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new MillraceException(ErrorCode.EXTERNAL_ROUTINE_EXCEPTION, "function " + code.function() + ": " + e, e);
        }
    }
}
