package io.millrace.planner.relation;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/** The one way in which this half of the planner says that it cannot do something yet. */
public final class Refusals {
    private Refusals() {}

    public static MillraceException unsupported(String what) {
        return new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, what + " is not supported yet");
    }
}
