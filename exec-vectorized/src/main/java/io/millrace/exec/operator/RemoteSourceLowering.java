package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.ExchangeSource;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.sort.SortLowering;

/** RemoteSource → {@link RemoteSourceReader}; inputs that were sorted are put in order again. */
public final class RemoteSourceLowering {
    private RemoteSourceLowering() {}

    public static Draft lower(PlanNode.RemoteSource remote, Lowering lowering) {
        ExchangeSource source = lowering.context().remoteSources().get(remote.fragmentId());
        if (source == null) {
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "fragment " + remote.fragmentId() + " has no exchange source");
        }
        Draft rows = lowering.from(new RemoteSourceReader(source));
        if (remote.distribution() instanceof PlanNode.Distribution.Single single && !single.mergeKeys().isEmpty()) {
            return SortLowering.sorted(rows, new PlanNode.Sort(remote, single.mergeKeys(), 0, -1, false), lowering);
        }
        return rows;
    }
}
