package io.millrace.cluster.node;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.cluster.view.SideTable;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSink;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.Log;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.log.LogStore;
import io.millrace.storage.table.TableChange;
import io.millrace.storage.table.TableStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Managed tables as side tables. How far a view had come is one row of a log of its own, appended in one unit with the table's rows: the journal makes
 * both durable or neither.
 */
final class NodeSideTables implements SideTable.Opener {
    /** Tries to get past statements that hold the table's write lock, each as long as such a statement is waited for. */
    private static final int TRIES_MAX = 20;

    /** Of the ids of logs of progress; what kind of side table follows, which has no hyphen, and the view. */
    private static final String LOG_PREFIX = "side-";

    private static final Schema PROGRESS = Schema.of(new Field("written", SqlType.BINARY, false));
    private static final int BATCH_ROWS = 1 << 14;

    private final TableStore tables;
    private final LogStore logs;
    private final Function<String, CatalogObject.Table> catalog;
    private final BufferAllocator allocator;

    /** @param catalog gives a table by its id; UNDEFINED_TABLE if it is gone */
    NodeSideTables(TableStore tables, LogStore logs, Function<String, CatalogObject.Table> catalog, BufferAllocator allocator) {
        this.tables = tables;
        this.logs = logs;
        this.catalog = catalog;
        this.allocator = allocator;
    }

    @Override
    public SideTable open(String viewId, String kind, String tableId) {
        return new ManagedSideTable(catalog.apply(tableId), logs.findOrCreate(logId(viewId, kind), 1));
    }

    @Override
    public void forget(String viewId, String kind) {
        if (logs.find(logId(viewId, kind)).isPresent()) {
            logs.drop(logId(viewId, kind));
        }
    }

    private static String logId(String viewId, String kind) {
        return LOG_PREFIX + kind + "-" + viewId;
    }

    /** The view whose progress a log holds; absent for other logs. */
    static Optional<String> viewOf(String logId) {
        int end = logId.indexOf('-', LOG_PREFIX.length());
        return logId.startsWith(LOG_PREFIX) && end > 0 ? Optional.of(logId.substring(end + 1)) : Optional.empty();
    }

    private final class ManagedSideTable implements SideTable {
        private final CatalogObject.Table table;
        private final Log progress;
        private Optional<Written> written;

        ManagedSideTable(CatalogObject.Table table, Log progress) {
            this.table = table;
            this.progress = progress;
            this.written = last();
        }

        private Optional<Written> last() {
            long end = progress.endOffset(0);
            if (end == 0) {
                return Optional.empty();
            }
            try (LogReader reader = progress.read(0, end - 1, end, PROGRESS, 1, allocator);
                    LogBatch row = reader.next()) {
                return Optional.of(RecordCodec.decode(((BinaryColumn) row.batch().column(0)).bytesAt(0), Written.class));
            }
        }

        @Override
        public Schema schema() {
            return table.schema();
        }

        @Override
        public Optional<Written> written() {
            return written;
        }

        @Override
        public void write(Written upTo, List<Batch> rows) {
            try {
                boolean takesOut = rows.stream().anyMatch(batch -> batch.weights() != null);
                Supplier<List<Append>> along = () -> List.of(row(upTo));
                for (int tries = 1;; tries++) {
                    try (TableSink sink = takesOut ? tables.change(table, along) : tables.insert(table, along)) {
                        if (sink instanceof TableChange change) {
                            present(change.target(), rows).forEach(sink::write);
                        } else {
                            rows.forEach(batch -> sink.write(batch.retain()));
                        }
                        sink.commit();
                        break;
                    } catch (MillraceException e) {
                        if (e.code() != ErrorCode.WRITE_CONFLICT || tries == TRIES_MAX) {
                            throw e;
                        }
                    }
                }
            } catch (RuntimeException e) {
                // It may be on the disk all the same.
                written = last();
                throw e;
            } finally {
                rows.forEach(Batch::close);
            }
            written = Optional.of(upTo);
            if (progress.endOffset(0) > 1) {
                progress.trimTo(0, progress.endOffset(0) - 1);
            }
        }

        private Append row(Written upTo) {
            try (BatchBuilder builder = new BatchBuilder(allocator, PROGRESS, 1)) {
                builder.column(0).appendBytes(RecordCodec.encode(upTo, Written.class));
                return new Append(progress, 0, builder.build());
            }
        }

        /** The changes less what they take out that somebody else has taken out already; retained or made anew. */
        private List<Batch> present(ScanTarget.ManagedTable version, List<Batch> rows) {
            Map<List<Object>, Long> sums = new HashMap<>();
            for (Batch batch : rows) {
                List<List<Object>> values = Values.readRows(batch);
                for (int i = 0; i < values.size(); i++) {
                    long weight = batch.weights() == null ? 1 : (Long) Values.read(batch.weights(), i);
                    sums.merge(values.get(i), weight, Long::sum);
                }
            }
            Map<List<Object>, Long> found = new HashMap<>();
            read(version, batch -> {
                for (List<Object> row : Values.readRows(batch)) {
                    if (sums.getOrDefault(row, 0L) < 0) {
                        found.merge(row, 1L, Long::sum);
                    }
                }
            });
            Map<List<Object>, Long> changes = new HashMap<>();
            sums.forEach((row, weight) -> changes.put(row, weight >= 0 ? weight : -Math.min(-weight, found.getOrDefault(row, 0L))));
            return List.of(weighted(changes));
        }

        private Batch weighted(Map<List<Object>, Long> changes) {
            Schema schema = table.schema().concat(Schema.of(Field.of("weight", SqlType.BIGINT)));
            try (BatchBuilder builder = new BatchBuilder(allocator, schema, Math.max(1, changes.size()))) {
                changes.forEach((row, weight) -> {
                    if (weight != 0) {
                        Object[] values = row.toArray(new Object[schema.size()]);
                        values[row.size()] = weight;
                        builder.row(values);
                    }
                });
                Batch all = builder.build();
                return new Batch(all.columns().subList(0, all.width() - 1), all.physicalRows(), null, all.column(all.width() - 1));
            }
        }

        @Override
        public List<Batch> removal(String column, String text) {
            int index = table.schema().indexOf(column);
            Map<List<Object>, Long> rows = new HashMap<>();
            read(tables.pin(table), batch -> {
                for (List<Object> row : Values.readRows(batch)) {
                    if (text.equals(row.get(index))) {
                        rows.merge(row, -1L, Long::sum);
                    }
                }
            });
            List<Batch> removed = new ArrayList<>();
            if (!rows.isEmpty()) {
                removed.add(weighted(rows));
            }
            return removed;
        }

        private void read(ScanTarget.ManagedTable version, Consumer<Batch> consumer) {
            TableSource source = tables.source(table, version);
            ScanRequest request =
                    new ScanRequest(IntStream.range(0, table.schema().size()).boxed().toList(), List.of(), null, BATCH_ROWS);
            for (Split split : source.splits(request)) {
                try (BatchReader reader = source.open(split, request, allocator)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        try (Batch read = batch) {
                            consumer.accept(read);
                        }
                    }
                }
            }
        }
    }
}
