package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** The events of the streaming benchmarks, the same on every engine: event i has key mix(i) mod keys and time i × 10 microseconds, rounded to millis. */
final class Events {
    static final Schema SCHEMA = new Schema(List.of(new Field("k", SqlType.BIGINT, false), new Field("ts", SqlType.TIMESTAMP, false)));

    private Events() {}

    /** The finalizer of MurmurHash3. */
    static long mix(long value) {
        long h = value;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }

    /** All events in batches, owned by the caller. */
    static List<Batch> generate(BufferAllocator allocator, long events, long keys, int batchRows) {
        return generate(allocator, 0, events, keys, batchRows, 0);
    }

    /** Events {@code first} to {@code end} in batches, owned by the caller; {@code salt} gives other keys. */
    static List<Batch> generate(BufferAllocator allocator, long first, long end, long keys, int batchRows, long salt) {
        return generate(allocator, first, end, keys, batchRows, salt, 10);
    }

    /** As above, so many microseconds apart. */
    static List<Batch> generate(
            BufferAllocator allocator, long first, long end, long keys, int batchRows, long salt, long microsApart) {
        List<Batch> batches = new ArrayList<>();
        for (long from = first; from < end; from += batchRows) {
            int rows = (int) Math.min(batchRows, end - from);
            ArrowBuf key = Buffers.allocate(allocator, 8L * rows);
            ArrowBuf time = Buffers.allocate(allocator, 8L * rows);
            for (int i = 0; i < rows; i++) {
                Memory.putLong(key.memoryAddress() + 8L * i, Long.remainderUnsigned(mix(from + i + salt), keys));
                Memory.putLong(time.memoryAddress() + 8L * i, (from + i) * microsApart / 1000 * 1000);
            }
            batches.add(Batch.of(
                    List.of(new FixedColumn(SqlType.BIGINT, rows, key, null), new FixedColumn(SqlType.TIMESTAMP, rows, time, null)), rows));
        }
        return batches;
    }
}
