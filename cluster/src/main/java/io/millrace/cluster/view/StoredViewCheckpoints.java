package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.storage.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Views' checkpoints in a directory: the whole state at a tick, in a file named by the tick. */
final class StoredViewCheckpoints implements ViewCheckpoints {
    private static final Logger LOG = LoggerFactory.getLogger(StoredViewCheckpoints.class);

    /** A view without input is written anew after so many ticks, so that they can be forgotten. */
    private static final long QUIET_TICKS_MAX = 4096;

    private final CheckpointStore store;
    private final StateBackends backends;

    StoredViewCheckpoints(CheckpointStore store, StateBackends backends) {
        this.store = store;
        this.backends = backends;
    }

    @Override
    public ViewRuntime restore(String viewId, String sql, Function<PlanNode, ViewRuntime> maker) {
        for (long tick : store.numbers(viewId)) {
            ViewRuntime[] view = new ViewRuntime[1];
            try {
                Path state = store.state(viewId, tick).orElse(null);
                store.read(viewId, tick, in -> {
                    view[0] = maker.apply(ViewPlan.read(in, sql).plan());
                    view[0].restore(in, state, folder -> backends.openCopy(viewId, folder));
                });
                return view[0];
            } catch (MillraceException e) {
                close(view[0]);
                if (e.code() != ErrorCode.CORRUPT_FILE) {
                    throw e;
                }
                LOG.error("view {}: the checkpoint of tick {} cannot be used and is deleted, the one before is tried", viewId, tick, e);
                store.drop(viewId, tick);
            } catch (RuntimeException e) {
                close(view[0]);
                throw e;
            }
        }
        return null;
    }

    private static void close(ViewRuntime view) {
        if (view != null) {
            view.close();
        }
    }

    @Override
    public boolean isDue(ViewRuntime view) {
        List<Long> kept = store.numbers(view.id());
        return kept.isEmpty() || view.isDirty() || view.frontier() - kept.getFirst() > QUIET_TICKS_MAX;
    }

    @Override
    public void write(ViewRuntime view) {
        List<Long> kept = store.numbers(view.id());
        if (kept.isEmpty() || kept.getFirst() != view.frontier()) {
            if (view.isStored()) {
                view.copyState(store.newState(view.id(), view.frontier()));
            }
            store.write(view.id(), view.frontier(), view::checkpoint);
        }
    }

    @Override
    public OptionalLong oldestTick(String viewId) {
        List<Long> kept = store.numbers(viewId);
        return kept.isEmpty() ? OptionalLong.empty() : OptionalLong.of(kept.getLast());
    }

    @Override
    public List<CheckpointInfo> kept() {
        List<CheckpointInfo> all = new ArrayList<>();
        for (String viewId : store.owners()) {
            store.stored(viewId)
                    .forEach(stored -> all.add(new CheckpointInfo(viewId, stored.number(), stored.bytes(), stored.writtenMicros())));
        }
        return all;
    }

    @Override
    public void drop(String viewId) {
        store.drop(viewId);
    }

    @Override
    public void retain(Collection<String> viewIds) {
        Set<String> kept = Set.copyOf(viewIds);
        store.owners().stream().filter(owner -> !kept.contains(owner)).forEach(store::drop);
    }
}
