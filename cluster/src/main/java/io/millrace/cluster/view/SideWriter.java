package io.millrace.cluster.view;

import io.millrace.exec.step.StepOutput;
import java.util.List;
import java.util.Map;

/** Writes the rows that a view leaves out into a table. */
interface SideWriter {
    /** Notes what a step left out. The output stays the caller's. */
    void collect(StepOutput output);

    /** What was noted was of a step that is taken back. */
    void forget();

    /**
     * All that was noted is in the table when this returns, once.
     *
     * @param ends how far the view has read each log
     * @param fresh whether the view was filled anew, so that what it wrote in an earlier life is to be replaced
     */
    void write(long tick, Map<String, List<Long>> ends, boolean fresh);
}
