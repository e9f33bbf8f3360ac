package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;

/** Unnest. */
public final class UnnestLowering {
    private UnnestLowering() {}

    public static Draft lower(PlanNode.Unnest node, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "Unnest is not supported");
    }
}
