package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A node of a dataflow. In a step it is pushed any number of delta batches on each port, in any interleaving, and pushes its own delta on; then, inputs
 * before outputs, {@link #finish} tells it that the step's input is complete. Whatever it has pushed by the end of {@code finish} is exactly the
 * change of its result.
 *
 * <p>After {@code finish} an operator with state depends on nothing but what it was pushed so far and on the watermark: never on how that was split
 * into batches and steps.
 */
public abstract class StepOperator implements AutoCloseable {
    /** A watermark that holds nothing back: of inputs without event time. */
    public static final long NO_WATERMARK = Long.MAX_VALUE;
    /** Before any event. */
    public static final long NOTHING_SEEN = Long.MIN_VALUE;

    protected final OperatorContext context;
    private final int number;
    private final List<StepOperator> inputs;
    private StepOperator downstream;
    private int downstreamPort;
    private long rowsIn;
    private long rowsOut;
    private long nanos;
    private long watermark = NOTHING_SEEN;

    /** Connects the inputs' outputs to this operator's ports, in order. */
    protected StepOperator(OperatorContext context, int number, List<StepOperator> inputs) {
        this.context = context;
        this.number = number;
        this.inputs = List.copyOf(inputs);
        for (int port = 0; port < inputs.size(); port++) {
            inputs.get(port).downstream = this;
            inputs.get(port).downstreamPort = port;
        }
    }

    /** A step begins; {@link OperatorContext#nowMicros} is its tick's. What is too old by then goes before anything new comes. */
    protected void beginStep() {}

    /** Takes over a delta batch. */
    protected abstract void accept(int port, Batch batch);

    /** All of the step's input is here; {@link #watermark} is the new one already. */
    protected void finishStep() {}

    /** The watermark of what this operator gives: the least of its inputs'. */
    protected long computeWatermark() {
        long least = NO_WATERMARK;
        for (StepOperator input : inputs) {
            least = Math.min(least, input.watermark);
        }
        return least;
    }

    public final void push(int port, Batch batch) {
        rowsIn += batch.rows();
        StepOperator caller = context.switchTo(this);
        accept(port, batch);
        context.switchTo(caller);
    }

    public final void begin() {
        StepOperator caller = context.switchTo(this);
        beginStep();
        context.switchTo(caller);
    }

    public final void finish() {
        StepOperator caller = context.switchTo(this);
        watermark = computeWatermark();
        finishStep();
        context.switchTo(caller);
    }

    /** Pushes a delta batch on, which is taken over. */
    protected final void emit(Batch batch) {
        if (batch.rows() == 0) {
            batch.close();
            return;
        }
        rowsOut += batch.rows();
        downstream.push(downstreamPort, batch);
    }

    protected final BufferAllocator allocator() {
        return context.allocator();
    }

    void addNanos(long spent) {
        nanos += spent;
    }

    public final int number() {
        return number;
    }

    public final List<StepOperator> inputs() {
        return inputs;
    }

    /** Microseconds; see {@link #NO_WATERMARK} and {@link #NOTHING_SEEN}. */
    public final long watermark() {
        return watermark;
    }

    public final long rowsIn() {
        return rowsIn;
    }

    public final long rowsOut() {
        return rowsOut;
    }

    public final long nanos() {
        return nanos;
    }

    /** The kind, as statistics and checkpoints name it. */
    public final String name() {
        return getClass().getSimpleName();
    }

    public long stateRows() {
        return 0;
    }

    public long stateBytes() {
        return 0;
    }

    protected void writeState(StateWriter out) {}

    protected void readState(StateReader in) {}

    /** Whether pages of keys in a store hold its state, all but what {@link #writePaged} writes. */
    public boolean isPaged() {
        return false;
    }

    /** Why its state stays in memory though the dataflow has a store for state; null if it is paged, or small. */
    public String memoryOnly() {
        return null;
    }

    /** Whether {@link #replay} gives the whole result; not if state has gone that some of it rests on. */
    public boolean canReplay() {
        return false;
    }

    /** Gives the whole result downstream, which has nothing yet; at the start of a step. */
    protected void replay() {
        throw new AssertionError(name() + " cannot give its result anew");
    }

    public final void replayAll() {
        StepOperator caller = context.switchTo(this);
        replay();
        context.switchTo(caller);
    }

    protected void writePaged(StateWriter out) {
        throw new AssertionError(name() + " is not paged");
    }

    /** Reads what {@link #writePaged} wrote; an operator in memory takes the pages from {@link StateReader#stored}. */
    protected void readPaged(StateReader in) {
        throw in.corrupt("the state of " + name() + " is never in pages");
    }

    public final void checkpoint(StateWriter out) {
        out.writeLong(watermark);
        out.writeBoolean(isPaged());
        if (isPaged()) {
            writePaged(out);
        } else {
            writeState(out);
        }
    }

    /** @param marked whether the checkpoint says which operators are paged */
    public final void restore(StateReader in, boolean marked) {
        watermark = in.readLong();
        boolean paged = marked && in.readBoolean();
        if (paged && in.stored() == null) {
            throw in.corrupt("the state that belongs to it is missing");
        }
        if (paged) {
            readPaged(in);
        } else {
            readState(in);
        }
    }

    @Override
    public void close() {}
}
