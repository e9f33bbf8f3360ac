package io.millrace.cluster.sink;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.connector.Connector;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.connector.ExternalSink;
import io.millrace.common.connector.SinkDefinition;
import io.millrace.common.connector.SinkKind;
import io.millrace.common.port.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A system that commits rows together with a tick, and can be told to fail. */
final class MemorySink implements Connector {
    private final List<Object> committed = new ArrayList<>();
    private OptionalLong tick = OptionalLong.empty();
    /** Commits that fail before one succeeds. */
    final AtomicInteger commitsToFail = new AtomicInteger();
    final AtomicInteger opened = new AtomicInteger();
    /** Counts down with each write. */
    volatile CountDownLatch written = new CountDownLatch(0);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public ExternalLog openLog(Map<String, String> options, Clock clock) {
        throw new AssertionError();
    }

    @Override
    public SinkKind sinkKind(SinkDefinition sink) {
        return SinkKind.TRANSACTIONAL;
    }

    /** The first columns of rows that readers see. */
    synchronized List<Object> committed() {
        return List.copyOf(committed);
    }

    private synchronized void commit(List<Object> rows, long at) {
        committed.addAll(rows);
        tick = OptionalLong.of(at);
    }

    private synchronized OptionalLong tick() {
        return tick;
    }

    @Override
    public ExternalSink openSink(SinkDefinition sink, Clock clock) {
        opened.incrementAndGet();
        List<Object> open = new ArrayList<>();
        return new ExternalSink() {
            @Override
            public OptionalLong recover() {
                return tick();
            }

            @Override
            public void write(List<Batch> changes) {
                changes.forEach(batch -> Values.readRows(batch).forEach(row -> open.add(row.getFirst())));
                written.countDown();
            }

            @Override
            public void commit(long at) {
                if (commitsToFail.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new IllegalStateException("the system broke");
                }
                MemorySink.this.commit(open, at);
                open.clear();
            }

            @Override
            public void close() {}
        };
    }
}
