package io.millrace.cluster.worker;

import io.millrace.common.plan.PlanNode;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Where tasks of continuous queries can stay. */
public interface StepPlaces {
    /** Nowhere but in the process of the query. */
    StepPlaces NONE = (viewId, root, zone, allocator) -> List.of();

    /**
     * Starts a task of a fragment at each place; none if there is no place. The caller closes them.
     *
     * @param root its leaves are all remote sources, numbered as inputs from left to right
     * @param zone of the query
     * @param allocator pays for what tasks give
     */
    List<StepTask> start(String viewId, PlanNode root, String zone, BufferAllocator allocator);
}
