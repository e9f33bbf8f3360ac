package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The one timeline of ticks, as a log of its own in the store's journal, so that a tick's binding is synced together with whatever rows queue at the
 * time. Tick n is row n. One writer.
 */
public final class TickLog {
    /** Its log's id. */
    public static final String ID = "_ticks";

    private static final Schema SCHEMA =
            Schema.of(new Field("tick", SqlType.BIGINT, false), new Field("logged", SqlType.TIMESTAMP_TZ, false),
                    new Field("binding", SqlType.BINARY, false));
    private static final int BATCH_ROWS = 1024;

    private final LogStore store;
    private final Log log;
    private final BufferAllocator allocator;

    private TickLog(LogStore store, Log log, BufferAllocator allocator) {
        this.store = store;
        this.log = log;
        this.allocator = allocator;
    }

    public static TickLog open(LogStore store, BufferAllocator allocator) {
        return new TickLog(store, store.findOrCreate(ID, 1), allocator);
    }

    /** The tick that comes next: one after the last durable one, 0 at first. */
    public long nextTick() {
        return log.endOffset(0);
    }

    /** The first tick that is kept. */
    public long earliestTick() {
        return log.earliestOffset(0);
    }

    /** Answered when the binding is on disk; WRITE_CONFLICT if its tick is not the next. */
    public CompletableFuture<AppendResult> append(TickBinding binding) {
        return store.append(List.of(prepare(binding))).thenApply(List::getFirst);
    }

    /** The binding as a part of a larger atomic append. */
    public Append prepare(TickBinding binding) {
        try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, 1)) {
            builder.column(0).appendLong(binding.tick());
            builder.column(1).appendLong(binding.loggedMicros());
            builder.column(2).appendBytes(binding.encode());
            Batch row = builder.build();
            return new Append(log, 0, row, binding.tick(), 0);
        }
    }

    public Optional<TickBinding> last() {
        long next = nextTick();
        return next == earliestTick() ? Optional.empty() : Optional.of(read(next - 1, next).getFirst());
    }

    /** Bindings of ticks {@code from .. to}, exclusive; {@code from} at least {@link #earliestTick}, else SUBSCRIPTION_EXPIRED. */
    public List<TickBinding> read(long from, long to) {
        List<TickBinding> bindings = new ArrayList<>();
        try (LogReader reader = log.read(0, from, to, SCHEMA, BATCH_ROWS, allocator)) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                try (LogBatch rows = next) {
                    for (int i = 0; i < rows.rows(); i++) {
                        bindings.add(TickBinding.decode(
                                ((FixedColumn) rows.batch().column(0)).longAt(i),
                                ((FixedColumn) rows.batch().column(1)).longAt(i),
                                ((BinaryColumn) rows.batch().column(2)).bytesAt(i)));
                    }
                }
            }
        }
        return bindings;
    }

    /** Forgets ticks below; views must not need them for replay any more. */
    public void trimTo(long tick) {
        log.trimTo(0, tick);
    }
}
