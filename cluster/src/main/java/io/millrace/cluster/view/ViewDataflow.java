package io.millrace.cluster.view;

import io.millrace.common.port.StateEntries;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.OperatorStatistics;
import io.millrace.exec.step.StateNote;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.time.WatermarkJumps;
import java.util.List;
import java.util.OptionalLong;

/** A view's plan kept running, see {@link Dataflow}: in one piece, or in fragments some of which are tasks on workers. */
interface ViewDataflow extends AutoCloseable {
    List<Input> inputs();

    /** As {@link Dataflow#isAppendOnly}. */
    boolean isAppendOnly();

    /** Takes over the input's batches in any case; the caller owns the output. */
    StepOutput step(StepInput input);

    /** The dataflow if it is in one piece, else null. */
    Dataflow whole();

    /** Whether {@link #checkpoint} writes all state, so that what was read before need not be kept. */
    boolean isCheckpointed();

    /** As {@link Dataflow#flush}. */
    void flush();

    void checkpoint(StateOutput target);

    /** As {@link Dataflow#restore(StateInput, StateEntries)}. */
    void restore(StateInput source, StateEntries stored);

    OptionalLong watermarkMicros();

    /** As {@link Dataflow#watermarkJumps}; null too where nobody notes them. */
    List<WatermarkJumps.Jump> watermarkJumps(int input);

    long stateBytes();

    /** As {@link Dataflow#stateNotes}; null where tasks on workers keep the state. */
    List<StateNote> stateNotes();

    /** As {@link Dataflow#statistics}, of the operators that are here. */
    List<OperatorStatistics> statistics();

    @Override
    void close();

    /** In one piece. */
    static ViewDataflow whole(Dataflow dataflow) {
        return new ViewDataflow() {
            @Override
            public boolean isAppendOnly() {
                return dataflow.isAppendOnly();
            }

            @Override
            public List<Input> inputs() {
                return dataflow.inputs();
            }

            @Override
            public StepOutput step(StepInput input) {
                return dataflow.step(input);
            }

            @Override
            public Dataflow whole() {
                return dataflow;
            }

            @Override
            public boolean isCheckpointed() {
                return true;
            }

            @Override
            public void flush() {
                dataflow.flush();
            }

            @Override
            public void checkpoint(StateOutput target) {
                dataflow.checkpoint(target);
            }

            @Override
            public void restore(StateInput source, StateEntries stored) {
                dataflow.restore(source, stored);
            }

            @Override
            public OptionalLong watermarkMicros() {
                return dataflow.watermarkMicros();
            }

            @Override
            public List<WatermarkJumps.Jump> watermarkJumps(int input) {
                return dataflow.watermarkJumps(input);
            }

            @Override
            public long stateBytes() {
                return dataflow.stateBytes();
            }

            @Override
            public List<StateNote> stateNotes() {
                return dataflow.stateNotes();
            }

            @Override
            public List<OperatorStatistics> statistics() {
                return dataflow.statistics();
            }

            @Override
            public void close() {
                dataflow.close();
            }
        };
    }
}
