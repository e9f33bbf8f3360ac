package io.millrace.common.error;

import java.util.Optional;

/**
 * The one exception that reaches users: a typed code, a message that names subject, expected and found, and where known the position in the
 * SQL text and a hint. Bugs of ours are assertions or other runtime exceptions, and reach users as {@link ErrorCode#INTERNAL_ERROR}.
 */
public final class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int MESSAGE_CHARS_MAX = 4_000;

    private final ErrorCode code;
    private final transient SourcePosition position;
    private final String hint;

    public MillraceException(ErrorCode code, String message) {
        this(code, message, null, null, null);
    }

    public MillraceException(ErrorCode code, String message, Throwable cause) {
        this(code, message, null, null, cause);
    }

    public MillraceException(ErrorCode code, String message, SourcePosition position, String hint, Throwable cause) {
        super(bounded(message), cause);
        this.code = code;
        this.position = position;
        this.hint = hint;
    }

    /** What users wrote stands in messages, and may be long. */
    private static String bounded(String message) {
        return message == null || message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX * 3 / 4) + " … " + message.substring(message.length() - MESSAGE_CHARS_MAX / 4);
    }

    public MillraceException at(SourcePosition newPosition) {
        return new MillraceException(code, getMessage(), newPosition, hint, this);
    }

    public MillraceException withHint(String newHint) {
        return new MillraceException(code, getMessage(), position, newHint, this);
    }

    public ErrorCode code() {
        return code;
    }

    public Optional<SourcePosition> position() {
        return Optional.ofNullable(position);
    }

    public Optional<String> hint() {
        return Optional.ofNullable(hint);
    }
}
