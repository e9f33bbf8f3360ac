package io.millrace.exec.window;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** Window. */
public final class WindowLowering {
    private WindowLowering() {}

    public static Draft lower(PlanNode.Window node, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "window functions are not supported");
    }
}
