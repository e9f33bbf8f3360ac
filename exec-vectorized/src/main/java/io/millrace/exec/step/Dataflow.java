package io.millrace.exec.step;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import io.millrace.exec.step.operator.LateRows;
import io.millrace.exec.step.operator.OperatorContext;
import io.millrace.exec.step.operator.OutputOperator;
import io.millrace.exec.step.operator.SourceOperator;
import io.millrace.exec.step.operator.StepOperator;
import io.millrace.exec.step.time.WatermarkJumps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * A plan kept running: each {@link #step} takes what is new of its inputs and gives what has changed of its result. The sum of all deltas given is the
 * batch answer over the sum of all deltas taken, however they were cut into steps.
 *
 * <p>A row whose computation fails with a user's error (division by zero, a sum out of range) leaves the result and becomes an {@link ErrorRow}, until
 * it is taken back. Any other failure leaves the dataflow broken: it refuses further steps and is to be closed, and made again from a checkpoint.
 *
 * <p>Used by one thread at a time. Owns its state, closed by {@link #close}.
 */
public final class Dataflow implements AutoCloseable {
    private final OperatorContext context;
    private final List<StepOperator> operators;
    private final List<Input> inputs;
    private final List<SourceOperator> sources;
    private final List<LateRows> windowAssigns;
    private final List<StateNote> stateNotes;
    private final PlanNode plan;
    private final List<PlanPart> parts;
    /** Operators that give their whole result in the next step. */
    private final List<StepOperator> toReplay = new ArrayList<>();
    private final OutputOperator output;
    private final List<StepOutput.LateRows> late = new ArrayList<>();
    /** Whether keys leave by the time of ticks. */
    private final boolean expires;
    private final boolean appendOnly;
    private RuntimeException failure;

    private Dataflow(PlanNode plan, DataflowOptions options) {
        this.context = new OperatorContext(
                new EvaluationContext(options.allocator(), 0, options.zone(), new SplittableRandom(0)), options.clock(),
                options.batchRows(), options.errorsWithRows(), options.pages());
        DataflowCompiler compiler =
                new DataflowCompiler(options, context,
                        (ordinal, rows, origins) -> late.add(new StepOutput.LateRows(ordinal, rows, origins)));
        this.output = compiler.compile(plan);
        this.plan = plan;
        this.parts = List.copyOf(compiler.parts());
        this.appendOnly = compiler.appendOnly();
        this.expires = options.ttlMicros() != DataflowOptions.FOREVER;
        this.operators = List.copyOf(compiler.operators());
        this.inputs = List.copyOf(compiler.inputs());
        this.sources = List.copyOf(compiler.sources());
        this.windowAssigns = List.copyOf(compiler.windowAssigns());
        this.stateNotes = kept(compiler.notes().notes());
    }

    /**
     * Makes a dataflow without state.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED for what cannot be kept up yet, NOT_DETERMINISTIC for what never can be
     */
    public static Dataflow compile(PlanNode plan, DataflowOptions options) {
        return new Dataflow(plan, options);
    }

    /** Whether no row is ever taken back that was put out. */
    public boolean isAppendOnly() {
        return appendOnly;
    }

    /** The notes with where the state is, if some of it is in a store. */
    private List<StateNote> kept(List<StateNote> notes) {
        if (context.pages() == null) {
            return List.copyOf(notes);
        }
        return notes.stream().map(note -> {
            String reason = operators.get(note.operator()).memoryOnly();
            return note.kept(reason == null ? "rocksdb" : "memory, since " + reason);
        }).toList();
    }

    /** What is to be fed, in the order of the plan's leaves from left to right. */
    public List<Input> inputs() {
        return inputs;
    }

    /** Takes a step. Takes over the batches of the input in any case; the caller owns the output. */
    public StepOutput step(StepInput input) {
        if (failure != null) {
            closeFrom(input, 0, 0);
            throw failure;
        }
        assert input.events().size() == inputs.size() : input.events().size() + " inputs, expected " + inputs.size();
        int i = 0;
        int e = 0;
        context.setNowMicros(input.loggedMicros());
        try {
            if (expires) {
                operators.forEach(StepOperator::begin);
            }
            toReplay.forEach(StepOperator::replayAll);
            toReplay.clear();
            for (; i < sources.size(); i++) {
                for (e = 0; e < input.events().get(i).size();) {
                    InputEvent event = input.events().get(i).get(e++);
                    feed(i, event);
                }
            }
            operators.forEach(StepOperator::finish);
            if (context.pages() != null) {
                context.pages().endStep();
            }
            return take(input.tick());
        } catch (RuntimeException thrown) {
            failure = thrown;
            closeFrom(input, i, e);
            throw thrown;
        }
    }

    private void feed(int input, InputEvent event) {
        SourceOperator source = sources.get(input);
        switch (event) {
            case InputEvent.Rows rows -> {
                context.origins().enter(input, rows.partition(), rows.firstOffset(), rows.batch(), inputs.get(input).schema());
                source.rows(rows.partition(), rows.batch(), rows.held());
                context.origins().leave();
            }
            case InputEvent.Malformed record -> context.reportMalformed(source, record.message(),
                    new RowOrigin(input, record.partition(), record.offset(), Optional.of(record.text())));
            case InputEvent.Idle idle -> source.idle(idle.partition());
            case InputEvent.Elapse elapse -> source.elapse(elapse.micros());
            case InputEvent.Advance advance -> source.advance(advance.partition(), advance.watermarkMicros());
        }
    }

    private static void closeFrom(StepInput input, int firstInput, int firstEvent) {
        for (int i = firstInput; i < input.events().size(); i++) {
            List<InputEvent> events = input.events().get(i);
            for (int e = i == firstInput ? firstEvent : 0; e < events.size(); e++) {
                if (events.get(e) instanceof InputEvent.Rows rows) {
                    rows.batch().close();
                }
            }
        }
    }

    private StepOutput take(long tick) {
        long lateRows = 0;
        long lateWindows = 0;
        for (LateRows assign : windowAssigns) {
            lateRows += assign.takeLateRows();
            lateWindows += assign.takeLateWindows();
        }
        long heldRows = sources.stream().mapToLong(SourceOperator::takeHeldRows).sum();
        List<ErrorRow> errors = context.errors().drain();
        List<StepOutput.LateRows> lateNow = List.copyOf(late);
        late.clear();
        return new StepOutput(tick, output.takeDelta(), watermarkMicros(), lateRows, lateWindows, heldRows, lateNow, errors);
    }

    /** No window that ends at or before it will change any more; absent if there is none. */
    public OptionalLong watermarkMicros() {
        long watermark = output.watermark();
        return watermark == StepOperator.NO_WATERMARK || watermark == StepOperator.NOTHING_SEEN ? OptionalLong.empty()
                : OptionalLong.of(watermark);
    }

    /** Where the watermarks of an input rose by decisions; null if it has no event time, or they were too many to keep. */
    public List<WatermarkJumps.Jump> watermarkJumps(int input) {
        return sources.get(input).jumps();
    }

    /** Brings all state that is kept by key to the store, if there is one, between steps: then a copy of the store and {@link #checkpoint} are the whole. */
    public void flush() {
        if (failure != null) {
            throw failure;
        }
        if (context.pages() != null) {
            context.pages().flush();
        }
    }

    /** Writes the state, between steps: all of it, or what is not in the store. */
    public void checkpoint(StateOutput target) {
        if (failure != null) {
            throw failure;
        }
        CheckpointFormat.write(operators, target);
    }

    /**
     * Takes on the state of a checkpoint of the same plan, before the first step.
     *
     * @throws MillraceException CORRUPT_FILE if it is damaged, of another plan or of a newer version
     */
    public void restore(StateInput source) {
        restore(source, null);
    }

    /**
     * As {@link #restore(StateInput)}, of a checkpoint that was written with a store.
     *
     * @param stored the entries of that store; this dataflow's own, if it has one, holds the same by now. Null if there was none
     */
    public void restore(StateInput source, StateEntries stored) {
        try {
            CheckpointFormat.read(operators, source, stored);
            if (context.pages() != null) {
                context.pages().endStep();
            }
        } catch (RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /** What of another dataflow's state fits this one, which was made with the same options but for the plan. */
    public StateReuse reuse(Dataflow other) {
        StateReuse reuse = new StateReuse(other.parts, parts, operators, plan);
        boolean paged = context.pages() != null || other.context.pages() != null;
        if (paged) {
            // The entries of a store are named by operators' numbers
            reuse.forget();
        }
        return reuse;
    }

    /** Takes the other dataflow's state on as far as it fits, before the first step, in which the rest is told. */
    public void adopt(Dataflow other, StateReuse reuse) {
        for (StateReuse.Kept part : reuse.kept()) {
            for (int number = part.from(); number < part.to(); number++) {
                CheckpointFormat.copy(other.operators.get(part.oldFrom() + number - part.from()), operators.get(number));
            }
            toReplay.add(operators.get(part.to() - 1));
        }
    }

    /** Whether an input goes on from state that was adopted, and need not be read from its beginning. */
    public boolean isKept(int input, StateReuse reuse) {
        return reuse.keeps(sources.get(input).number());
    }

    /** What bounds the state of each operator that keeps any. */
    public List<StateNote> stateNotes() {
        return stateNotes;
    }

    /** Memory of all operators' state. */
    public long stateBytes() {
        return operators.stream().mapToLong(StepOperator::stateBytes).sum();
    }

    /** Of every operator, inputs first. */
    public List<OperatorStatistics> statistics() {
        return operators.stream()
                .map(o -> new OperatorStatistics(o.number(), o.name(), o.rowsIn(), o.rowsOut(), o.stateRows(), o.stateBytes(), o.nanos()))
                .toList();
    }

    @Override
    public void close() {
        failure = new MillraceException(ErrorCode.INTERNAL_ERROR, "the dataflow is closed");
        operators.forEach(StepOperator::close);
        late.forEach(rows -> rows.rows().close());
        late.clear();
    }
}
