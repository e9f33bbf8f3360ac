package io.millrace.cluster.view;

import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.port.StateStore;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.OperatorStatistics;
import io.millrace.exec.step.StateNote;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.ViewContents;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A view's dataflow with what it has put out so far and how far it has come. Owned by a {@link ViewRuntime}, which may put another in its place. */
final class ViewEngine implements AutoCloseable {
    private final ViewDataflow dataflow;
    private final ViewContents contents;
    private final ViewProgress progress = new ViewProgress();
    /** Null if all state is in memory. */
    private final ViewStore store;

    /** Takes over all of them; {@code store}: null if all state is in memory. */
    ViewEngine(ViewDataflow dataflow, ViewContents contents, ViewStore store) {
        this.dataflow = dataflow;
        this.contents = contents;
        this.store = store;
    }

    /** Whether state is in a store, and a checkpoint is a copy of it besides what {@link #checkpoint} writes. */
    boolean isStored() {
        return store != null;
    }

    /** Copies the state that is in the store to a folder that does not exist yet, durably. */
    void copyState(Path folder) {
        dataflow.flush();
        contents.flush();
        store.copyTo(folder);
    }

    ViewDataflow dataflow() {
        return dataflow;
    }

    List<Input> inputs() {
        return dataflow.inputs();
    }

    ViewContents contents() {
        return contents;
    }

    ViewProgress progress() {
        return progress;
    }

    long stateBytes() {
        return dataflow.stateBytes() + contents.stateBytes();
    }

    /** The events of a step that takes {@code events} from one input only. */
    List<List<InputEvent>> only(Input input, List<InputEvent> events) {
        return inputs().stream().map(other -> other == input ? events : List.<InputEvent>of()).toList();
    }

    /** Takes over the events' batches; the caller owns the output, which the contents have taken in. */
    StepOutput step(Tick tick, List<List<InputEvent>> events, SideOutputs sides) {
        for (List<InputEvent> ofInput : events) {
            for (InputEvent event : ofInput) {
                if (event instanceof InputEvent.Rows rows) {
                    progress.countIn(rows.batch().rows());
                }
            }
        }
        StepOutput output = dataflow.step(new StepInput(tick.number(), tick.micros(), events));
        try {
            sides.collect(output);
            contents.apply(sides.skipsErrors() ? output.withoutErrors() : output);
            progress.count(output);
            return output;
        } catch (RuntimeException | Error e) {
            output.close();
            throw e;
        }
    }

    /** The error of a row that cannot be computed, with its place; absent if all can. */
    Optional<String> rowError() {
        ErrorRow error = contents.firstError();
        if (error == null) {
            return Optional.empty();
        }
        RowOrigin origin = error.origin();
        String place = origin.input() < 0 ? "" : " (" + dataflow.inputs().get(origin.input()).name()
                + (origin.offset() < 0 ? "" : ", partition " + origin.partition() + ", offset " + origin.offset()) + ")";
        return Optional.of(error.code() + ": " + error.message() + place);
    }

    /** What each operator keeps; null if tasks on workers keep it. */
    List<ViewState> state() {
        List<StateNote> notes = dataflow.stateNotes();
        Map<Integer, OperatorStatistics> now = new HashMap<>();
        dataflow.statistics().forEach(statistics -> now.put(statistics.operator(), statistics));
        return notes == null ? null : notes.stream()
                .map(note -> new ViewState(note, now.get(note.operator()).stateRows(), now.get(note.operator()).stateBytes()))
                .toList();
    }

    void checkpoint(StateOutput out) throws IOException {
        dataflow.checkpoint(out);
        contents.checkpoint(out);
        progress.checkpoint(out);
    }

    /**
     * Takes on a checkpoint, before anything else.
     *
     * @param state the folder of state that belongs to it, null if there is none
     * @param opener opens such a folder to be read
     */
    void restore(StateInput in, Path state, Function<Path, ? extends StateStore> opener) throws IOException {
        if (state == null) {
            restore(in, (StateEntries) null);
        } else if (store != null) {
            store.startFrom(state);
            restore(in, store);
        } else {
            try (StateStore entries = opener.apply(state)) {
                restore(in, entries);
            }
        }
    }

    private void restore(StateInput in, StateEntries entries) throws IOException {
        dataflow.restore(in, entries);
        contents.restore(in, entries);
        progress.restore(in, dataflow.watermarkMicros());
    }

    @Override
    public void close() {
        dataflow.close();
        contents.close();
        if (store != null) {
            store.close();
        }
    }
}
