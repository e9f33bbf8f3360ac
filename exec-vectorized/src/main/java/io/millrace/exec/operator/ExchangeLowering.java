package io.millrace.exec.operator;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.BitSet;

/** Exchange → nothing: within one process every operator is parallel over morsels and sees all rows already. */
public final class ExchangeLowering {
    private ExchangeLowering() {}

    public static Draft lower(PlanNode.Exchange exchange, BitSet required, Lowering lowering) {
        return lowering.lower(exchange.input(), required);
    }
}
