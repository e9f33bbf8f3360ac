package io.millrace.frontend.execution;

import io.millrace.cluster.view.Subscription;
import io.millrace.cluster.view.ViewChange;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.Progress;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A view's changes as rows: its columns, then {@code weight} (+n: n such rows came, -n: they went), {@code tick} and {@code watermark}. After all rows
 * of a tick comes one of weight 0 whose columns are NULL: the view is complete up to that tick. Never ends by itself.
 */
public final class SubscriptionRows implements RowStream {
    private static final long WAIT_MILLIS = 60_000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final Subscription subscription;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final Deque<Batch> ready = new ArrayDeque<>();
    private long rows;
    private volatile MillraceException cancelled;

    /** Takes over the subscription. */
    public SubscriptionRows(Subscription subscription, BufferAllocator allocator) {
        this.subscription = subscription;
        this.schema = subscription.schema().concat(Schema.of(
                new Field("weight", SqlType.BIGINT, false),
                new Field("tick", SqlType.BIGINT, false),
                Field.of("watermark", SqlType.TIMESTAMP)));
        this.allocator = allocator;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public String queryId() {
        return "";
    }

    @Override
    public boolean bounded() {
        return false;
    }

    @Override
    public Batch next() {
        while (true) {
            Batch batch = next(WAIT_MILLIS);
            if (batch != null) {
                return batch;
            }
        }
    }

    /** As {@link #next}, but null if nothing came within the time. */
    public Batch next(long timeoutMillis) {
        if (ready.isEmpty()) {
            take(timeoutMillis);
        }
        return ready.pollFirst();
    }

    private void take(long timeoutMillis) {
        try (ViewChange change = subscription.next(timeoutMillis)) {
            if (change != null) {
                change.deltas().forEach(delta -> ready.add(weighted(delta, change)));
                ready.add(progress(change));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.SERVER_STOPPING, "the server is stopping", e);
        }
        if (cancelled != null) {
            throw cancelled;
        }
    }

    private Batch weighted(Batch delta, ViewChange change) {
        List<Column> columns = new ArrayList<>();
        delta.columns().forEach(column -> columns.add(column.retain()));
        int length = delta.physicalRows();
        columns.add(delta.weights() == null
                ? Values.constant(allocator, SqlType.BIGINT, 1L, length) : delta.weights().retain());
        columns.add(Values.constant(allocator, SqlType.BIGINT, change.tick(), length));
        columns.add(Values.constant(allocator, SqlType.TIMESTAMP, watermark(change.watermarkMicros()), length));
        rows += delta.rows();
        return new Batch(columns, length, delta.selection(), null);
    }

    private Batch progress(ViewChange change) {
        List<Column> columns = new ArrayList<>();
        for (Field field : subscription.schema().fields()) {
            columns.add(Values.constant(allocator, field.type(), null, 1));
        }
        columns.add(Values.constant(allocator, SqlType.BIGINT, 0L, 1));
        columns.add(Values.constant(allocator, SqlType.BIGINT, change.tick(), 1));
        columns.add(Values.constant(allocator, SqlType.TIMESTAMP, watermark(change.watermarkMicros()), 1));
        return Batch.of(columns, 1);
    }

    static LocalDateTime watermark(OptionalLong micros) {
        if (micros.isEmpty()) {
            return null;
        }
        long value = micros.getAsLong();
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(value, MICROS_PER_SECOND), (int) Math.floorMod(value, MICROS_PER_SECOND) * 1000, ZoneOffset.UTC);
    }

    @Override
    public void cancel(MillraceException reason) {
        cancelled = reason;
        // Closing wakes the reader. The view lets go of a subscriber between steps, so this is done elsewhere.
        Thread.ofVirtual().name("millrace-unsubscribe").start(subscription::close);
    }

    @Override
    public Progress progress() {
        return new Progress(rows, -1, 0, 0, 0);
    }

    @Override
    public void close() {
        subscription.close();
        ready.forEach(Batch::close);
        ready.clear();
    }
}
