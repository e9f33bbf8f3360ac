package io.millrace.frontend.http;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.security.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Statements that clients gave ids of their own (header {@code Millrace-Statement}), so that they can end them before the first row. Thread-safe. */
public final class RunningStatements {
    private static final int ID_LENGTH_MAX = 128;

    private final Map<String, Consumer<MillraceException>> running = new ConcurrentHashMap<>();

    /** A statement that runs; closed when it has ended. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** {@code cancel} must not block. */
    Registration register(Caller caller, String id, Consumer<MillraceException> cancel) {
        if (id.isEmpty() || id.length() > ID_LENGTH_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "header Millrace-Statement must have 1 to " + ID_LENGTH_MAX + " characters");
        }
        String key = key(caller, id);
        if (running.putIfAbsent(key, cancel) != null) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "a statement with id '" + id + "' is running");
        }
        return () -> running.remove(key);
    }

    private static String key(Caller caller, String id) {
        return caller.name() + '\u0000' + id;
    }

    /** Whether there was such a statement of that user. */
    boolean cancel(Caller caller, String id) {
        Consumer<MillraceException> cancel = running.get(key(caller, id));
        if (cancel == null) {
            return false;
        }
        cancel.accept(new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled by its client"));
        return true;
    }
}
