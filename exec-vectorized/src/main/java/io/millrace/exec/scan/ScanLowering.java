package io.millrace.exec.scan;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.TableSource;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.BitSet;

/** Scan → {@link ScanSource}: splits to lanes, the exact filter lent to the readers. */
public final class ScanLowering {
    private ScanLowering() {}

    public static Draft lower(PlanNode.Scan scan, BitSet required, Lowering lowering) {
        if (scan.filter() != null) {
            // an unsupported filter is refused now, not by the first lane
            Expressions.condition(scan.filter(), lowering.context().evaluation(lowering.context().allocator(), 0)).close();
        }
        TableSource table = lowering.context().sources().open(scan.target());
        return lowering.fromScan(scan, new ScanSource(scan, required, table, lowering.context().batchRows(), lowering.progress()));
    }
}
