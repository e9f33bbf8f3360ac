package io.millrace.exec.sort;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.OneToOneOperator;
import io.millrace.exec.pipeline.Operator;
import java.util.concurrent.atomic.AtomicLong;

/** Passes rows number {@code offset} to {@code offset + fetch}, counted over all lanes in the order in which their batches come. */
public final class LimitOperator extends OneToOneOperator {
    private final Definition definition;

    private LimitOperator(Definition definition) {
        this.definition = definition;
    }

    /** Shared by lanes. {@code fetch} -1: all. */
    public static final class Definition implements Operator.Factory {
        private final long offset;
        private final long end;
        private final AtomicLong taken = new AtomicLong();

        public Definition(long offset, long fetch) {
            this.offset = offset;
            this.end = fetch < 0 || offset + fetch < 0 ? Long.MAX_VALUE : offset + fetch;
        }

        @Override
        public Operator open(LaneContext context) {
            return new LimitOperator(this);
        }
    }

    @Override
    protected Batch process(Batch input) {
        int rows = input.rows();
        long first = definition.taken.getAndAdd(rows);
        int from = (int) Math.min(rows, Math.max(0, definition.offset - first));
        int to = (int) Math.min(rows, Math.max(0, definition.end - first));
        if (from == 0 && to == rows) {
            return input;
        }
        try (input) {
            if (from >= to) {
                return null;
            }
            int[] positions = new int[to - from];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = input.selection() == null ? from + i : input.selection().at(from + i);
            }
            return input.withSelection(new Selection(positions, positions.length));
        }
    }

    @Override
    public boolean satisfied() {
        return definition.taken.get() >= definition.end;
    }
}
