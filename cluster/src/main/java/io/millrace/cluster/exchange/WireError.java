package io.millrace.cluster.exchange;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Optional;

/** An error on its way to another node; positions in the statement's text stay behind. */
public record WireError(String code, String message, Optional<String> hint) {
    public static WireError of(Throwable cause) {
        return cause instanceof MillraceException known
                ? new WireError(known.code().name(), known.getMessage(), known.hint())
                : new WireError(ErrorCode.INTERNAL_ERROR.name(), String.valueOf(cause), Optional.empty());
    }

    public MillraceException exception() {
        MillraceException plain = new MillraceException(ErrorCode.valueOf(code), message);
        return hint.map(plain::withHint).orElse(plain);
    }
}
