package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** SetOperation. */
public final class SetOperationLowering {
    private SetOperationLowering() {}

    public static Draft lower(PlanNode.SetOperation node, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "SetOperation is not supported");
    }
}
