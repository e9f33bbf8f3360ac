package io.millrace.cluster.worker;

import java.util.List;

/**
 * What a task reads of another fragment.
 *
 * @param fragment whose output it is
 * @param producers where that fragment's tasks run, in their order
 */
public record TaskInput(int fragment, List<TaskPlace> producers) {
    public TaskInput {
        producers = List.copyOf(producers);
    }
}
