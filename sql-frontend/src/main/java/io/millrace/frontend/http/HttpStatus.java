package io.millrace.frontend.http;

import io.millrace.common.error.MillraceException;

/** The HTTP status that fits an error. */
final class HttpStatus {
    private HttpStatus() {}

    static int of(MillraceException error) {
        return switch (error.code()) {
            case STATEMENT_TOO_LARGE -> 413;
            case REQUEST_REFUSED, PERMISSION_DENIED -> 403;
            case AUTHENTICATION_REQUIRED, AUTHENTICATION_FAILED -> 401;
            case TOO_MANY_REQUESTS -> 429;
            case QUERY_TIMEOUT, SLOW_CLIENT -> 408;
            default -> error.code().category().httpStatus();
        };
    }
}
