package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.step.state.StatePages;
import io.millrace.testkit.state.MapStateStore;
import java.util.random.RandomGenerator;

/**
 * A dataflow and its contents with state where chance has it: in memory, or between memory and a store, with so little memory that keys come and go all the
 * time. A restart goes from one to the other.
 */
final class Kept implements AutoCloseable {
    private final PlanNode plan;
    private final DataflowOptions options;
    private final RandomGenerator random;
    private MapStateStore store;
    private Dataflow dataflow;
    private ViewContents view;

    Kept(PlanNode plan, DataflowOptions options, RandomGenerator random) {
        this.plan = plan;
        this.options = options;
        this.random = random;
        open(null);
    }

    private void open(MapStateStore from) {
        store = random.nextInt(3) == 0 ? null : from == null ? new MapStateStore() : new MapStateStore(from);
        long memory = random.nextBoolean() ? 0 : random.nextInt(20_000);
        StatePages pages = store == null ? null : new StatePages(store, () -> memory, false);
        dataflow = Dataflow.compile(plan, pages == null ? options : options.withPages(pages));
        view = new ViewContents(options.allocator(), plan.schema(), pages);
    }

    Dataflow dataflow() {
        return dataflow;
    }

    ViewContents view() {
        return view;
    }

    void restart() {
        dataflow.flush();
        view.flush();
        MapStateStore before = store == null ? null : new MapStateStore(store);
        MemoryState state = new MemoryState();
        dataflow.checkpoint(state);
        view.checkpoint(state);
        close();
        open(before);
        dataflow.restore(state.input(), before);
        view.restore(state.input(), before);
    }

    /** Entries that are stored. */
    int stored() {
        return store == null ? 0 : store.size();
    }

    @Override
    public void close() {
        dataflow.close();
        view.close();
    }
}
