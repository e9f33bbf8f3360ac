package io.millrace.exec.step;

import java.util.List;

/**
 * Everything a step depends on.
 *
 * @param tick the newest tick that the step covers
 * @param loggedMicros that tick's logged time, microseconds since 1970-01-01T00:00Z
 * @param events per input, in the order of {@link Dataflow#inputs}. Their batches are the dataflow's: it closes them
 */
public record StepInput(long tick, long loggedMicros, List<List<InputEvent>> events) {
    public StepInput {
        events = events.stream().map(List::copyOf).toList();
    }
}
