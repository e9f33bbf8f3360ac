package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.StepOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** What a view writes besides its contents: late rows, rows that fail. */
final class SideOutputs {
    static final SideOutputs NONE = new SideOutputs(List.of(), false);
    private static final String LATE = "late";
    private static final String ERRORS = "errors";

    private final List<SideWriter> writers;
    private final boolean skipsErrors;

    private SideOutputs(List<SideWriter> writers, boolean skipsErrors) {
        this.writers = writers;
        this.skipsErrors = skipsErrors;
    }

    /** The options that a view's dataflow needs for them. */
    static DataflowOptions options(CatalogObject.MaterializedView view, DataflowOptions options) {
        DataflowOptions chosen = view.options().containsKey(ViewService.LATE_ROWS_OPTION) ? options.withLateRows() : options;
        return view.options().containsKey(ViewService.ERROR_ROWS_OPTION) ? chosen.withErrorRows() : chosen;
    }

    static boolean asked(CatalogObject.MaterializedView view) {
        return view.options().containsKey(ViewService.LATE_ROWS_OPTION) || view.options().containsKey(ViewService.ERROR_ROWS_OPTION);
    }

    /** @throws MillraceException INVALID_PARAMETER or FEATURE_NOT_SUPPORTED if the view's query has no such rows, or they cannot be told */
    static SideOutputs of(
            CatalogObject.MaterializedView view, PlanNode plan, List<Input> inputs, Leaves leaves, SideTable.Opener tables,
            BufferAllocator allocator) {
        List<SideWriter> writers = new ArrayList<>();
        String late = view.options().get(ViewService.LATE_ROWS_OPTION);
        if (late != null) {
            writers.add(new LateRowsWriter(tables.open(view.id(), LATE, late), timedStream(plan, leaves), allocator));
        }
        String errors = view.options().get(ViewService.ERROR_ROWS_OPTION);
        if (errors != null) {
            writers.add(new ErrorRowsWriter(tables.open(view.id(), ERRORS, errors), view.name().toString(), inputs, allocator));
        }
        return new SideOutputs(writers, errors != null);
    }

    private static StreamFeed timedStream(PlanNode plan, Leaves leaves) {
        Map<String, StreamFeed> timed = new HashMap<>();
        for (SourceFeed feed : leaves.feeds()) {
            if (feed instanceof StreamFeed stream && feed.facts().appendOnly() && feed.facts().eventTime().isPresent()) {
                timed.put(feed.logId(), stream);
            }
        }
        if (timed.isEmpty() || PlanNode.flatten(plan).stream().noneMatch(node -> node instanceof PlanNode.WindowAssign)) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER,
                    "LATE ROWS INTO needs windows over a stream with a watermark: no row of this query is ever late");
        }
        if (timed.size() > 1) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "LATE ROWS INTO takes the rows of one stream, this query reads " + timed.size());
        }
        return timed.values().iterator().next();
    }

    static void drop(String viewId, SideTable.Opener tables) {
        tables.forget(viewId, LATE);
        tables.forget(viewId, ERRORS);
    }

    boolean skipsErrors() {
        return skipsErrors;
    }

    void collect(StepOutput output) {
        writers.forEach(writer -> writer.collect(output));
    }

    void forget() {
        writers.forEach(SideWriter::forget);
    }

    /** As {@link SideWriter#write}. */
    void write(Tick tick, Leaves leaves, Timeline timeline, boolean fresh) {
        if (!writers.isEmpty()) {
            Map<String, List<Long>> ends = new HashMap<>();
            for (SourceFeed feed : leaves.feeds()) {
                ends.put(feed.logId(), timeline.endsAt(feed.logId(), feed.partitions(), tick.number()));
            }
            writers.forEach(writer -> writer.write(tick.number(), ends, fresh));
        }
    }
}
