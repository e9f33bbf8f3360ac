package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** WindowAssign. */
public final class WindowAssignLowering {
    private WindowAssignLowering() {}

    public static Draft lower(PlanNode.WindowAssign node, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "WindowAssign is not supported");
    }
}
