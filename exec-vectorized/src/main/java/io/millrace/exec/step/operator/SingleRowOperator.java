package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.List;

/** A scalar subquery: its row, or one of NULLs if there is none, or an error row as long as there are several. */
public final class SingleRowOperator extends StepOperator {
    private final Schema schema;
    private final WeightedRows rows;
    private long total;
    private long totalBefore;
    private boolean touched;
    private boolean started;
    private Batch before;

    public SingleRowOperator(OperatorContext context, int number, StepOperator input, Schema schema) {
        super(context, number, List.of(input));
        this.schema = schema;
        this.rows = new WeightedRows(allocator(), schema);
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            takeDown();
            int count = rows.add(batch);
            for (int i = 0; i < count; i++) {
                total += Deltas.weightAt(batch, Deltas.position(batch, i));
            }
            rows.prune(rows.slots(), count);
        }
    }

    private void takeDown() {
        if (!touched) {
            touched = true;
            totalBefore = total;
            before = started ? result() : null;
        }
    }

    /** Null if there are several rows. */
    private Batch result() {
        if (total == 0) {
            List<Column> nulls = new ArrayList<>();
            schema.fields().forEach(field -> nulls.add(Values.constant(allocator(), field.type(), null, 1)));
            return Batch.of(nulls, 1);
        }
        if (total > 1) {
            return null;
        }
        Batch[] found = new Batch[1];
        rows.drainTo(1, batch -> found[0] = batch);
        return found[0];
    }

    @Override
    protected void finishStep() {
        if (!started) {
            takeDown();
        }
        if (touched) {
            if (started && totalBefore > 1) {
                context.report(this, severalRows(), -1);
            }
            if (total > 1) {
                context.report(this, severalRows(), 1);
            }
            Batch now = result();
            if (before != null) {
                Batch gone = before;
                before = null;
                emit(new Batch(gone.columns(), 1, null, Deltas.constantWeight(allocator(), -1, 1)));
            }
            if (now != null) {
                emit(now);
            }
            touched = false;
            started = true;
        }
        rows.table().compact();
    }

    private static MillraceException severalRows() {
        return new MillraceException(ErrorCode.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
    }

    /** It has one row, or is an error. */
    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes();
    }

    @Override
    protected void writeState(StateWriter out) {
        out.writeBoolean(started);
        out.writeLong(total);
        rows.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        started = in.readBoolean();
        total = in.readLong();
        rows.read(in);
    }

    @Override
    public void close() {
        if (before != null) {
            before.close();
        }
        rows.close();
    }
}
