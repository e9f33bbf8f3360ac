package io.millrace.frontend.execution;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.stream.StreamStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Appends to a stream. Each batch is atomic and may be seen before the others; the commit waits until all are on disk. For one thread. */
public final class StreamSink implements TableSink {
    private static final int APPENDS_IN_FLIGHT = 64;

    private final StreamStore streams;
    private final CatalogObject.Stream stream;
    private final Deque<CompletableFuture<List<AppendResult>>> appends = new ArrayDeque<>();
    private long rows;

    public StreamSink(StreamStore streams, CatalogObject.Stream stream) {
        this.streams = streams;
        this.stream = stream;
    }

    @Override
    public void write(Batch batch) {
        if (appends.size() == APPENDS_IN_FLIGHT) {
            await(appends.removeFirst());
        }
        appends.add(streams.append(stream, batch));
    }

    @Override
    public long commit() {
        while (!appends.isEmpty()) {
            await(appends.removeFirst());
        }
        return rows;
    }

    private void await(CompletableFuture<List<AppendResult>> append) {
        try {
            for (AppendResult result : append.join()) {
                rows += result.rows();
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof MillraceException typed) {
                throw new MillraceException(typed.code(), typed.getMessage(), null, typed.hint().orElse(null), typed);
            }
            throw new MillraceException(ErrorCode.IO_ERROR, "the stream could not be written: " + e.getCause().getMessage(), e);
        }
    }

    @Override
    public void close() {
        appends.clear();
    }
}
