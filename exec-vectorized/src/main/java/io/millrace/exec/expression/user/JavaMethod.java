package io.millrace.exec.expression.user;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.UserCode;
import io.millrace.common.type.SqlType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The method behind a user's function, found in its jar. */
public final class JavaMethod {
    private static final String EVAL = "eval";

    private final UserCode code;
    private final Class<?> owner;
    private final Method method;

    private JavaMethod(UserCode code, Class<?> owner, Method method) {
        this.code = code;
        this.owner = owner;
        this.method = method;
    }

    /**
     * Finds the method of a class that takes and gives values of these types.
     *
     * @throws MillraceException UNDEFINED_OBJECT if there is no such class or method, DATATYPE_MISMATCH if none has these types, INVALID_PARAMETER if it
     *     cannot be called
     */
    public static JavaMethod find(UserCode code, List<SqlType> parameters, SqlType result) {
        Class<?> owner = owner(code);
        boolean isStatic = !code.method().isEmpty();
        JavaMethod found = find(code, owner, isStatic ? code.method() : EVAL, isStatic, parameters, result);
        if (!isStatic) {
            instance(code, owner);
        }
        return found;
    }

    /** {@code result} null: whatever it gives is dropped. */
    static JavaMethod find(UserCode code, Class<?> owner, String name, boolean isStatic, List<SqlType> parameters, SqlType result) {
        List<Method> named;
        try {
            named = Arrays.stream(owner.getMethods())
                    .filter(m -> m.getName().equals(name) && Modifier.isStatic(m.getModifiers()) == isStatic && !m.isBridge())
                    .toList();
        } catch (LinkageError e) {
            throw broken(code, e);
        }
        if (named.isEmpty()) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT,
                    "class " + code.className() + " has no public " + (isStatic ? "static " : "") + "method " + name);
        }
        Method found = named.stream().filter(m -> fits(m, parameters, result)).findFirst().orElseThrow(() -> new MillraceException(
                ErrorCode.DATATYPE_MISMATCH,
                "no method " + code.className() + "." + name + " takes (" + words(parameters) + ")"
                        + (result == null ? "" : " and gives " + result) + ", found "
                        + named.stream().map(JavaMethod::text).collect(Collectors.joining(", ")))
                .withHint("it would be " + (result == null ? "void" : wanted(result)) + " " + name
                        + parameters.stream().map(JavaMethod::wanted).collect(Collectors.joining(", ", "(", ")"))));
        return new JavaMethod(code, owner, found);
    }

    /** Whether the jar has the class. */
    public static boolean hasClass(UserCode code) {
        try {
            Class.forName(code.className(), false, FunctionJars.loader(code.jar()));
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static Class<?> owner(UserCode code) {
        try {
            Class<?> owner = Class.forName(code.className(), false, FunctionJars.loader(code.jar()));
            if (!Modifier.isPublic(owner.getModifiers())) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "class " + code.className() + " is not public");
            }
            return owner;
        } catch (ClassNotFoundException e) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "there is no class " + code.className() + " in the jar", e);
        } catch (LinkageError e) {
            throw broken(code, e);
        }
    }

    private static MillraceException broken(UserCode code, Throwable e) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "class " + code.className() + " cannot be loaded: " + e, e);
    }

    private static boolean fits(Method method, List<SqlType> parameters, SqlType result) {
        if (method.getParameterCount() != parameters.size() || result != null && !JavaValues.takes(method.getReturnType(), result)) {
            return false;
        }
        for (int i = 0; i < parameters.size(); i++) {
            if (!JavaValues.takes(method.getParameterTypes()[i], parameters.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String words(List<SqlType> types) {
        return types.stream().map(SqlType::toString).collect(Collectors.joining(", "));
    }

    private static String text(Method method) {
        return method.getReturnType().getSimpleName() + " " + method.getName()
                + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String wanted(SqlType type) {
        return JavaValues.classes(type).stream().findFirst().map(Class::getSimpleName).orElse("Object");
    }

    /** Whether a parameter cannot be NULL. */
    public boolean takesPrimitives() {
        return Arrays.stream(method.getParameterTypes()).anyMatch(Class::isPrimitive);
    }

    Class<?> owner() {
        return owner;
    }

    /** Calls it of an instance. */
    Object invoke(Object instance, Object[] arguments) throws Throwable {
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    Class<?>[] parameterClasses() {
        return method.getParameterTypes();
    }

    static Object instance(UserCode code, Class<?> owner) {
        try {
            return owner.getConstructor().newInstance();
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "class " + code.className() + " has no public constructor without parameters", e);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new MillraceException(ErrorCode.EXTERNAL_ROUTINE_EXCEPTION,
                    "function " + code.function() + " cannot be made: " + cause, cause);
        }
    }

    /** Takes all arguments as one array; of an instance of its own where the method is not static. For one thread. */
    MethodHandle handle() {
        try {
            MethodHandle handle = MethodHandles.publicLookup().unreflect(method);
            if (!Modifier.isStatic(method.getModifiers())) {
                handle = handle.bindTo(instance(code, owner));
            }
            return handle.asFixedArity().asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "method " + text(method) + " of " + code.className() + " cannot be called", e);
        }
    }
}
