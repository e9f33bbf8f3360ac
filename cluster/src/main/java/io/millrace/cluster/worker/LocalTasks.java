package io.millrace.cluster.worker;

import io.millrace.common.error.MillraceException;
import java.util.List;

/** This process as a place for one query's tasks. */
public record LocalTasks(TaskPlace place, QueryTasks tasks) implements TaskNode {
    @Override
    public void start(TaskSpec spec) {
        tasks.start(spec);
    }

    @Override
    public List<TaskFigures> figures(String queryId) {
        return tasks.figures();
    }

    @Override
    public void end(String queryId, MillraceException reason) {
        tasks.end(reason);
    }
}
