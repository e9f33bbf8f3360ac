package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.exec.step.ViewSnapshot;
import io.millrace.exec.step.time.WatermarkJumps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A view and all that it reads, at one tick: for a comparison of what the view holds with what its query answers in batch. Closed by whoever asked for
 * it.
 */
public final class HeldView implements AutoCloseable {
    private final CatalogObject.MaterializedView definition;
    private final ViewRuntime view;
    private final ViewSnapshots snapshots;
    private final Map<String, ScanTarget> targets = new HashMap<>();
    private final Map<String, StreamFeed> timed = new HashMap<>();
    private final Map<String, List<Long>> ends = new HashMap<>();
    private final OptionalLong watermark;

    private HeldView(CatalogObject.MaterializedView definition, ViewRuntime view, ViewSnapshots snapshots) {
        this.definition = definition;
        this.view = view;
        this.snapshots = snapshots;
        this.watermark = view.watermark();
    }

    /** Called between steps. */
    static HeldView of(CatalogObject.MaterializedView definition, ViewRuntime view, ViewSnapshots snapshots, Timeline timeline) {
        view.requireReadable();
        if (definition.options().containsKey(ViewService.TTL_OPTION)) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "view \"" + definition.name() + "\" has a ttl: its query over all rows shows keys that have left the view");
        }
        if (definition.options().containsKey(ViewService.RETENTION_OPTION)) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "view \"" + definition.name() + "\" has a retention: its query over all rows shows windows that have left the view");
        }
        if (view.isPostponed() && view.backlog().hasChanges()) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "view \"" + definition.name() + "\" reads a view that has changed since the last refresh")
                    .withHint("REFRESH MATERIALIZED VIEW " + definition.name() + " first");
        }
        HeldView held = new HeldView(definition, view, snapshots);
        snapshots.put(view.id(), view.schema(), view.contents().snapshot());
        for (ViewRuntime read : view.leaves().views()) {
            if (snapshots.find(read.id()) == null) {
                snapshots.put(read.id(), read.schema(), read.contents().snapshot());
            }
            held.targets.put(read.id(), new ScanTarget.View(read.id(), snapshots.tick()));
        }
        for (SourceFeed feed : view.leaves().feeds()) {
            List<Long> ends = view.endsInContents(feed, timeline);
            held.targets.put(feed.logId(), feed.at(ends));
            if (feed instanceof StreamFeed stream && feed.facts().appendOnly() && feed.facts().eventTime().isPresent()) {
                held.timed.put(feed.logId(), stream);
                held.ends.put(feed.logId(), ends);
            }
        }
        return held;
    }

    public long tick() {
        return snapshots.tick();
    }

    public ViewSnapshot contents() {
        return snapshots.contents(view.id());
    }

    /** What scans of the view's inputs read, by the inputs' ids. */
    public Map<String, ScanTarget> targets() {
        return Map.copyOf(targets);
    }

    /**
     * A plan of the view's query over {@link #targets} such that it drops the rows that were late for the view, and shows no window that the view still
     * holds.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED if that cannot be told any more
     */
    public PlanNode asOfTick(PlanNode batchPlan) {
        boolean onClose = definition.emit() instanceof CatalogObject.Emit.OnWindowClose;
        if (onClose && timed.size() > 1) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "view \"" + definition.name()
                            + "\" holds windows of several streams until they close: that cannot be computed in batch yet");
        }
        return TieRewrite.apply(new LatenessRewrite(timed, this::openWithWatermarks, onClose ? closedUpTo() : null).apply(batchPlan));
    }

    private long closedUpTo() {
        return watermark.orElse(Long.MIN_VALUE);
    }

    /** Makes a stream with its watermarks readable, and says under which target. */
    private ScanTarget.View openWithWatermarks(String streamId, long lessMicros) {
        StreamFeed feed = timed.get(streamId);
        List<WatermarkJumps.Jump> jumps = view.watermarkJumps(feed);
        if (jumps == null) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED,
                    "which rows were late for view \"" + definition.name()
                            + "\" is not known: it runs on workers, or a stream of it fell silent too often");
        }
        String name = streamId + " less " + lessMicros;
        snapshots.put(name, feed.withWatermarks(ends.get(streamId), jumps, lessMicros));
        return new ScanTarget.View(name, snapshots.tick());
    }

    @Override
    public void close() {
        snapshots.close();
    }
}
