package io.millrace.frontend.ingest;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Takes in a body of rows. A body of up to {@link #WHOLE_BYTES_MAX} of column data is one unit: a bad row leaves nothing of it behind. A longer one is
 * committed piece by piece, and the pieces before a bad row stay.
 */
public final class Ingestion {
    /** Column data that is held back until the whole body was read. */
    public static final long WHOLE_BYTES_MAX = 32L << 20;

    private static final int BATCH_ROWS = 8_192;
    private static final int REJECTS_SHOWN = 20;

    /** The formats of bodies. */
    public enum Format {
        NDJSON,
        CSV
    }

    /**
     * How a body is read.
     *
     * @param header whether CSV's first record names the columns; absent: if it does
     * @param rejects takes bad rows; absent: the first one ends the ingestion
     */
    public record Options(Format format, char delimiter, Optional<Boolean> header, Optional<Consumer<Rejected>> rejects) {}

    /** How many rows were taken and left out, and the first of those. */
    public record Result(long rows, long rejected, List<Rejected> shown) {}

    private final Schema schema;
    private final Map<Integer, Object> defaults;
    private final Supplier<TableSink> sinks;
    private final BufferAllocator allocator;
    private final Deque<Batch> held = new ArrayDeque<>();
    private final List<Rejected> shown = new ArrayList<>();
    private long heldBytes;
    private long rows;
    private long rejected;

    /** @param sinks opens a transaction into the target */
    public Ingestion(Schema schema, Map<Integer, Object> defaults, Supplier<TableSink> sinks, BufferAllocator allocator) {
        this.schema = schema;
        this.defaults = defaults;
        this.sinks = sinks;
        this.allocator = allocator;
    }

    /**
     * Reads a body to its end; everything taken is durable when this returns. Called once.
     *
     * @throws MillraceException MALFORMED_INPUT naming line and column of a bad row; or what the target refused
     */
    public Result run(InputStream body, Options options) throws IOException {
        RecordInput input = switch (options.format()) {
            case NDJSON -> new NdjsonInput(body);
            case CSV -> new CsvInput(body, options.delimiter(), options.header());
        };
        try (RowTarget target = new RowTarget(schema, defaults, allocator, BATCH_ROWS)) {
            while (true) {
                switch (input.next(target)) {
                    case RecordInput.Outcome.Kept ignored -> {
                        if (target.rows() == BATCH_ROWS) {
                            hold(target.build());
                        }
                    }
                    case RecordInput.Outcome.Blank ignored -> {}
                    case RecordInput.Outcome.Bad(Rejected row) -> reject(row, options);
                    case RecordInput.Outcome.End ignored -> {
                        if (target.rows() > 0) {
                            hold(target.build());
                        }
                        commit();
                        return new Result(rows, rejected, List.copyOf(shown));
                    }
                }
            }
        } finally {
            held.forEach(Batch::close);
            held.clear();
        }
    }

    private void reject(Rejected row, Options options) {
        if (options.rejects().isEmpty()) {
            throw new MillraceException(ErrorCode.MALFORMED_INPUT, row.describe())
                    .withHint(rows > 0
                            ? rows + " rows before it are taken in already; send the rest from that line on"
                            : "nothing was taken in; set on_error=skip to leave such rows out");
        }
        rejected++;
        if (shown.size() < REJECTS_SHOWN) {
            shown.add(row);
        }
        options.rejects().get().accept(row);
    }

    private void hold(Batch batch) {
        held.add(batch);
        heldBytes += batch.bytes();
        if (heldBytes > WHOLE_BYTES_MAX) {
            commit();
        }
    }

    private void commit() {
        if (held.isEmpty()) {
            return;
        }
        try (TableSink sink = sinks.get()) {
            while (!held.isEmpty()) {
                sink.write(held.removeFirst());
            }
            rows += sink.commit();
        }
        heldBytes = 0;
    }
}
