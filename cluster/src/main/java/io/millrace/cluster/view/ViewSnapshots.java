package io.millrace.cluster.view;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.ViewSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A statement's hold on the views it reads, all at one tick. Closed when the statement has ended. */
public final class ViewSnapshots implements AutoCloseable {
    private final long tick;
    private final Map<String, ViewSnapshot> snapshots = new HashMap<>();
    private final Map<String, TableSource> sources = new HashMap<>();
    private final Runnable onClose;

    ViewSnapshots(long tick, Runnable onClose) {
        this.tick = tick;
        this.onClose = onClose;
    }

    /** Takes over the snapshot. */
    synchronized void put(String viewId, Schema schema, ViewSnapshot snapshot) {
        snapshots.put(viewId, snapshot);
        sources.put(viewId, new ViewSource(schema, snapshot));
    }

    /** Something else that a scan of this tick finds under a name that is no view's. */
    synchronized void put(String name, TableSource source) {
        sources.put(name, source);
    }

    /** The tick that all of them are at. */
    public long tick() {
        return tick;
    }

    synchronized TableSource find(String name) {
        return sources.get(name);
    }

    synchronized ViewSnapshot contents(String viewId) {
        return snapshots.get(viewId);
    }

    /** The plan with its views' scans at this tick. */
    public PlanNode pin(PlanNode plan) {
        if (plan instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.View view) {
            return new PlanNode.Scan(
                    scan.name(), new ScanTarget.View(view.viewId(), tick), scan.tableSchema(), scan.columns(), scan.predicates(),
                    scan.filter(), scan.estimatedRows());
        }
        List<PlanNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (PlanNode input : plan.inputs()) {
            PlanNode pinned = pin(input);
            changed |= pinned != input;
            inputs.add(pinned);
        }
        return changed ? plan.withInputs(inputs) : plan;
    }

    @Override
    public synchronized void close() {
        snapshots.values().forEach(ViewSnapshot::close);
        snapshots.clear();
        sources.clear();
        onClose.run();
    }
}
