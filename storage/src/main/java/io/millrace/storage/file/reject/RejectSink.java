package io.millrace.storage.file.reject;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/** Where malformed rows go. Called by several threads at once. */
@FunctionalInterface
public interface RejectSink {
    /** Takes a row that is left out of the scan, or throws to end the scan. */
    void reject(RejectedRow row);

    /** Ends the scan with the row's place and reason. */
    RejectSink FAIL = row -> {
        throw new MillraceException(ErrorCode.MALFORMED_INPUT, row.describe())
                .withHint("set on_error = 'skip' to leave such rows out, or reject_table = '…' to keep them aside");
    };

    /** Leaves the row out. */
    RejectSink SKIP = row -> {};
}
