package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import java.sql.SQLException;

/** What JDBC's {@code Wrapper} asks of objects that wrap nothing. */
final class Unwrapping {
    private Unwrapping() {}

    /** {@code object} as {@code type}, if it is one. */
    static <T> T unwrap(Object object, Class<T> type) throws SQLException {
        if (type != null && type.isInstance(object)) {
            return type.cast(object);
        }
        throw Errors.of("22023", object.getClass().getName() + " is no " + (type == null ? "null" : type.getName()));
    }

    static boolean isWrapperFor(Object object, Class<?> type) {
        return type != null && type.isInstance(object);
    }
}
