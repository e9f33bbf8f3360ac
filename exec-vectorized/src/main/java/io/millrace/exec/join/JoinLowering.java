package io.millrace.exec.join;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.BitSet;

/** Join. */
public final class JoinLowering {
    private JoinLowering() {}

    public static Draft lower(PlanNode.Join node, BitSet required, Lowering lowering) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "joins are not supported");
    }
}
