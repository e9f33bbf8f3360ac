package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/** Bytes that cannot be what the format says. Low-level readers throw it; who knows file, column and row group turns it into CORRUPT_FILE. */
final class CorruptDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CorruptDataException(String detail) {
        super(detail);
    }

    CorruptDataException(String detail, Throwable cause) {
        super(detail, cause);
    }

    MillraceException in(String place) {
        return new MillraceException(ErrorCode.CORRUPT_FILE, place + ": " + getMessage(), this);
    }
}
