package io.millrace.exec.pipeline;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.OperatorStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** What one plan node has done, counted by all lanes. */
public final class NodeCounters {
    private final PlanNode node;
    private final List<NodeCounters> inputs = new ArrayList<>();
    final LongAdder rowsIn = new LongAdder();
    final LongAdder rowsOut = new LongAdder();
    final LongAdder batchesOut = new LongAdder();
    final LongAdder nanos = new LongAdder();
    private final LongAdder spilledBytes = new LongAdder();
    private final LongAccumulator peakBytes = new LongAccumulator(Math::max, 0);

    NodeCounters(PlanNode node) {
        this.node = node;
    }

    void addInput(NodeCounters input) {
        inputs.add(input);
    }

    public void spilled(long bytes) {
        spilledBytes.add(bytes);
    }

    /** Notes what the node holds now. */
    public void held(long bytes) {
        peakBytes.accumulate(bytes);
    }

    public OperatorStatistics snapshot() {
        return new OperatorStatistics(
                node,
                rowsIn.sum(),
                rowsOut.sum(),
                batchesOut.sum(),
                nanos.sum(),
                peakBytes.get(),
                spilledBytes.sum(),
                inputs.stream().map(NodeCounters::snapshot).toList());
    }
}
