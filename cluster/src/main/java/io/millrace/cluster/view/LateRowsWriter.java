package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.error.RowOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * LATE ROWS INTO: a late row is known by its place in its stream's log, from which all of it is read again when the step ends. A row whose place is before
 * what was written already is there.
 */
final class LateRowsWriter implements SideWriter {
    private final SideTable table;
    private final StreamFeed feed;
    private final BufferAllocator allocator;
    private final Map<Integer, TreeSet<Long>> late = new TreeMap<>();

    /** @param feed of the one stream whose rows may be late */
    LateRowsWriter(SideTable table, StreamFeed feed, BufferAllocator allocator) {
        this.table = table;
        this.feed = feed;
        this.allocator = allocator;
    }

    @Override
    public void collect(StepOutput output) {
        for (StepOutput.LateRows rows : output.late()) {
            for (RowOrigin origin : rows.origins()) {
                if (origin.input() < 0 || origin.offset() < 0) {
                    throw new MillraceException(ErrorCode.INTERNAL_ERROR, "a late row's place in its stream is not known");
                }
                late.computeIfAbsent(origin.partition(), p -> new TreeSet<>()).add(origin.offset());
            }
        }
    }

    @Override
    public void forget() {
        late.clear();
    }

    @Override
    public void write(long tick, Map<String, List<Long>> ends, boolean fresh) {
        List<Long> written = table.written().map(w -> w.ends().get(feed.logId())).orElse(null);
        List<Batch> rows = new ArrayList<>();
        try {
            List<Integer> columns = IntStream.range(0, table.schema().size()).boxed().toList();
            late.forEach((partition, offsets) -> {
                TreeSet<Long> news =
                        written == null || partition >= written.size() ? offsets : new TreeSet<>(offsets.tailSet(written.get(partition)));
                if (!news.isEmpty()) {
                    feed.rowsAt(partition, news, columns, allocator, rows::add);
                }
            });
        } catch (RuntimeException e) {
            rows.forEach(Batch::close);
            throw e;
        } finally {
            late.clear();
        }
        if (!rows.isEmpty()) {
            table.write(new SideTable.Written(tick, ends), rows);
        }
    }
}
