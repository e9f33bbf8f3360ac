package io.millrace.exec.pipeline;

import io.millrace.common.error.MillraceException;

/** Why an execution must end, once it must. */
public final class Cancellation {
    private volatile MillraceException reason;

    /** Null while the execution may go on. */
    public MillraceException reason() {
        return reason;
    }

    /** The first reason counts; true if this was it. */
    synchronized boolean cancel(MillraceException newReason) {
        if (reason != null) {
            return false;
        }
        reason = newReason;
        return true;
    }

    /** Throws the reason if there is one; long loops call it every few thousand rows. */
    public void check() {
        if (reason != null) {
            throw reason;
        }
    }
}
