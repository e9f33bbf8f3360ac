package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;
import io.millrace.storage.log.RowReader;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** Gives rows that are at hand, and gets more where there are. */
abstract class DecodedReader implements RowReader {
    private final CatalogObject.Stream stream;
    private final int batchRows;
    private final BufferAllocator allocator;
    private final ArrayDeque<Decoded> waiting = new ArrayDeque<>();
    private Consumer<MalformedRecord> malformed;
    private long bytesRead;

    DecodedReader(CatalogObject.Stream stream, int batchRows, BufferAllocator allocator) {
        this.stream = stream;
        this.batchRows = batchRows;
        this.allocator = allocator;
    }

    /** All of it is at hand; takes it over. */
    static DecodedReader of(CatalogObject.Stream stream, List<Decoded> items, int batchRows, BufferAllocator allocator) {
        DecodedReader reader = new DecodedReader(stream, batchRows, allocator) {
            @Override
            boolean more() {
                return false;
            }
        };
        items.forEach(reader::add);
        return reader;
    }

    /** Adds something; false at the end. */
    abstract boolean more();

    final void add(Decoded item) {
        waiting.addLast(item);
        bytesRead += item.bytes();
    }

    @Override
    public final void onMalformed(Consumer<MalformedRecord> consumer) {
        malformed = consumer;
    }

    @Override
    public final LogBatch next() {
        while (true) {
            Decoded item = waiting.pollFirst();
            switch (item) {
                case null -> {
                    if (!more()) {
                        return null;
                    }
                }
                case Decoded.Malformed(MalformedRecord record) -> {
                    if (malformed == null) {
                        throw RecordDecoder.error(stream, record);
                    }
                    malformed.accept(record);
                }
                case Decoded.Rows(LogBatch rows) -> {
                    return bounded(rows);
                }
            }
        }
    }

    private LogBatch bounded(LogBatch rows) {
        if (rows.rows() <= batchRows) {
            return rows;
        }
        try (rows) {
            waiting.addFirst(new Decoded.Rows(rows.slice(batchRows, rows.rows() - batchRows, allocator)));
            return rows.slice(0, batchRows, allocator);
        }
    }

    @Override
    public final long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() {
        waiting.forEach(Decoded::close);
        waiting.clear();
    }
}
