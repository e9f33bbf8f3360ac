package io.millrace.exec.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * One way into a pipeline's sink: a source and streaming operators. A pipeline has several where rows of several sources meet without a breaker
 * (UNION ALL, the unmatched rows of an outer join's build side).
 */
final class Branch {
    final Source source;
    final NodeCounters sourceCounters;
    final List<Operator.Factory> operators = new ArrayList<>();
    final List<NodeCounters> operatorCounters = new ArrayList<>();
    final List<Pipeline> dependencies = new ArrayList<>();
    /** Branches of the same pipeline that must have ended before. */
    final List<Branch> predecessors = new ArrayList<>();

    // Guarded by the query's lock
    int lanesRunning;
    boolean started;
    boolean ended;

    Branch(Source source, NodeCounters sourceCounters) {
        this.source = source;
        this.sourceCounters = sourceCounters;
    }

    boolean runnable() {
        return !started && predecessors.stream().allMatch(p -> p.ended);
    }
}
