package io.millrace.exec.pipeline;

import java.util.ArrayList;
import java.util.List;

/** A pipeline in the making, without sink: what lowering a plan node gives. */
public final class Draft {
    private final List<Branch> branches = new ArrayList<>();

    private Draft() {}

    public static Draft of(Source source, NodeCounters counters) {
        Draft draft = new Draft();
        draft.branches.add(new Branch(source, counters));
        return draft;
    }

    /** All rows of all drafts. */
    public static Draft union(List<Draft> drafts) {
        Draft union = new Draft();
        drafts.forEach(d -> union.branches.addAll(d.branches));
        return union;
    }

    public Draft then(Operator.Factory operator, NodeCounters counters) {
        for (Branch branch : branches) {
            branch.operators.add(operator);
            branch.operatorCounters.add(counters);
        }
        return this;
    }

    /** Starts only once that pipeline is done. */
    public Draft after(Pipeline dependency) {
        branches.forEach(b -> b.dependencies.add(dependency));
        return this;
    }

    /** Adds the rows of {@code source}, which is opened when all branches so far have ended. */
    public Draft followedBy(Source source, NodeCounters counters) {
        Branch last = new Branch(source, counters);
        last.predecessors.addAll(branches);
        branches.add(last);
        return this;
    }

    Branch first() {
        return branches.get(0);
    }

    Pipeline end(Sink sink, NodeCounters counters) {
        return new Pipeline(branches, sink, counters);
    }
}
