package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.port.Clock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.Disk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Rows (id BIGINT, name VARCHAR), a clock that ticks by itself, and short ways to write and read them. */
public final class LogFixture {
    public static final Schema SCHEMA = Schema.of(Field.of("id", SqlType.BIGINT), Field.of("name", SqlType.VARCHAR));
    public static final BufferAllocator ALLOCATOR = new RootAllocator();

    private LogFixture() {}

    /** A clock that goes a millisecond ahead each time it is asked. */
    public static Clock clock() {
        AtomicLong micros = new AtomicLong(1_700_000_000_000_000L);
        return new Clock() {
            @Override
            public long epochMicros() {
                return micros.addAndGet(1000);
            }

            @Override
            public long monotonicNanos() {
                return micros.get() * 1000;
            }
        };
    }

    static LogStore open(Disk disk, Path root, LogOptions options) {
        return LogStore.open(disk, root, options, clock(), new Random(root.hashCode()), ALLOCATOR);
    }

    static Batch batch(long... ids) {
        try (BatchBuilder builder = new BatchBuilder(ALLOCATOR, SCHEMA, ids.length)) {
            for (long id : ids) {
                builder.row(id, id % 7 == 3 ? null : "name-" + id);
            }
            return builder.build();
        }
    }

    static Batch range(long from, int count) {
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = from + i;
        }
        return batch(ids);
    }

    /** Ids of all rows kept in a partition, checked against their names. */
    static List<Long> ids(Log log, int partition) {
        return ids(log, partition, log.earliestOffset(partition), log.endOffset(partition), 1000);
    }

    static List<Long> ids(Log log, int partition, long from, long to, int batchRows) {
        List<Long> ids = new ArrayList<>();
        try (LogReader reader = log.read(partition, from, to, SCHEMA, batchRows, ALLOCATOR)) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                try (LogBatch batch = next) {
                    if (batch.firstOffset() != from + ids.size()) {
                        throw new AssertionError("batch at " + batch.firstOffset() + ", expected " + (from + ids.size()));
                    }
                    if (batch.rows() > batchRows || batch.rows() == 0) {
                        throw new AssertionError("batch of " + batch.rows() + " rows, asked for " + batchRows);
                    }
                    for (int i = 0; i < batch.rows(); i++) {
                        long id = ((FixedColumn) batch.batch().column(0)).longAt(i);
                        Object name = Values.read(batch.batch().column(1), i);
                        Object expected = id % 7 == 3 ? null : "name-" + id;
                        if (expected == null ? name != null : !expected.equals(name)) {
                            throw new AssertionError("row " + id + " has name " + name);
                        }
                        ids.add(id);
                    }
                }
            }
        }
        return ids;
    }
}
