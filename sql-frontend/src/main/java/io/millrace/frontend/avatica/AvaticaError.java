package io.millrace.frontend.avatica;

import io.millrace.common.error.MillraceException;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;

/** An error as Avatica's clients get it: our message and SQLSTATE, a number that stands for the SQLSTATE, and no stack of ours. */
final class AvaticaError extends AvaticaRuntimeException {
    private static final long serialVersionUID = 1L;
    /** Digits and letters. */
    private static final int SQLSTATE_RADIX = 36;

    private final String text;

    AvaticaError(MillraceException cause) {
        super(text(cause), Integer.parseInt(cause.code().sqlState(), SQLSTATE_RADIX), cause.code().sqlState(), AvaticaSeverity.ERROR);
        this.text = text(cause);
    }

    private static String text(MillraceException cause) {
        StringBuilder text = new StringBuilder(cause.getMessage());
        cause.position().ifPresent(at -> text.append(" (line ").append(at.line()).append(", column ").append(at.column()).append(')'));
        cause.hint().ifPresent(hint -> text.append("; hint: ").append(hint));
        return text.toString();
    }

    @Override
    public String getMessage() {
        return text;
    }

    /** What is in it travels to clients. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
