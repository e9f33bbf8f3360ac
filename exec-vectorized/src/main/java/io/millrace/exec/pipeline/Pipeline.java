package io.millrace.exec.pipeline;

import java.util.List;

/** Branches that end in one sink. It starts when every pipeline that a branch depends on is done. */
public final class Pipeline {
    final List<Branch> branches;
    final Sink sink;
    final NodeCounters sinkCounters;

    // Guarded by the query's lock
    boolean started;
    boolean done;
    int phase;
    int piecesRunning;

    Pipeline(List<Branch> branches, Sink sink, NodeCounters sinkCounters) {
        this.branches = List.copyOf(branches);
        this.sink = sink;
        this.sinkCounters = sinkCounters;
    }

    boolean runnable() {
        return !started && branches.stream().allMatch(b -> b.dependencies.stream().allMatch(d -> d.done));
    }

    boolean allBranchesEnded() {
        return branches.stream().allMatch(b -> b.ended);
    }
}
