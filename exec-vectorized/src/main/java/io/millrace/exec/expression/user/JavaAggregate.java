package io.millrace.exec.expression.user;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.UserCode;
import io.millrace.common.type.SqlType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/** A class of which an instance takes a group's rows by {@code accumulate} and gives what they come to by {@code result}. */
public final class JavaAggregate {
    private static final String ACCUMULATE = "accumulate";
    private static final String RESULT = "result";

    private final UserCode code;
    private final JavaMethod accumulate;
    private final JavaMethod result;

    private JavaAggregate(UserCode code, JavaMethod accumulate, JavaMethod result) {
        this.code = code;
        this.accumulate = accumulate;
        this.result = result;
    }

    /** Whether the class looks like one. */
    public static boolean isOne(UserCode code) {
        try {
            Method[] methods = JavaMethod.owner(code).getMethods();
            return Arrays.stream(methods).anyMatch(m -> m.getName().equals(ACCUMULATE) && !Modifier.isStatic(m.getModifiers()))
                    && Arrays.stream(methods).noneMatch(m -> m.getName().equals("eval"));
        } catch (LinkageError e) {
            return false;
        }
    }

    /** @throws MillraceException as {@link JavaMethod#find} */
    public static JavaAggregate find(UserCode code, List<SqlType> parameters, SqlType result) {
        Class<?> owner = JavaMethod.owner(code);
        JavaMethod.instance(code, owner);
        return new JavaAggregate(code, JavaMethod.find(code, owner, ACCUMULATE, false, parameters, null),
                JavaMethod.find(code, owner, RESULT, false, List.of(), result));
    }

    public boolean takesPrimitives() {
        return accumulate.takesPrimitives();
    }

    /** What the elements come to, each one argument or a list of several; null is as none. */
    Object fold(List<?> elements) {
        try {
            Object instance = JavaMethod.instance(code, accumulate.owner());
            Class<?>[] classes = accumulate.parameterClasses();
            Object[] arguments = new Object[classes.length];
            for (Object element : elements == null ? List.of() : elements) {
                boolean complete = true;
                for (int i = 0; i < classes.length; i++) {
                    Object value = classes.length == 1 || element == null ? element : ((List<?>) element).get(i);
                    complete &= value != null;
                    arguments[i] = JavaValues.argument(value, classes[i]);
                }
                if (complete || !code.nullOnNull()) {
                    accumulate.invoke(instance, arguments);
                }
            }
            return result.invoke(instance, new Object[0]);
        } catch (MillraceException | OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            throw new MillraceException(ErrorCode.EXTERNAL_ROUTINE_EXCEPTION, "function " + code.function() + ": " + e, e);
        }
    }
}
