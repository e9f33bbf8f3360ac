package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.type.SqlType;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;

/**
 * Reads one row group in batches. If there is a filter, its columns are decoded first, and the others only at the rows that it leaves; where it leaves
 * none they are skipped, whole pages by their headers.
 */
final class RowGroupReader implements AutoCloseable {
    /** Below this share of a group its pages are gone to, not walked. */
    private static final int FEW_DIVISOR = 4;
    private static final int FEW_WINDOW_BYTES = 32 << 10;

    private final ParquetFile file;
    private final int group;
    private final BufferAllocator allocator;
    private final BatchFilter filter;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<CompressionCodec, Decompressor> decompressors = new EnumMap<>(CompressionCodec.class);
    private final RowRanges ranges;
    private final int batchRows;
    private int range;
    private long row;
    private long firstRowOfBatch;

    /** One output column; the reader is null for a constant. */
    private record Slot(String name, LeafReader reader, SqlType type, Object constant, boolean filtered) {}

    RowGroupReader(
            ParquetFile file, int group, FileChannel channel, List<ColumnMapping.Origin> columns, RowRanges ranges, BatchFilter filter,
            int batchRows,
            BufferAllocator allocator) {
        this.file = file;
        this.group = group;
        this.allocator = allocator;
        this.filter = filter;
        this.ranges = ranges;
        this.batchRows = batchRows;
        boolean opened = false;
        try {
            for (int i = 0; i < columns.size(); i++) {
                slots.add(slot(channel, columns.get(i), filter != null && filter.columns().contains(i)));
            }
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private Slot slot(FileChannel channel, ColumnMapping.Origin origin, boolean filtered) {
        return switch (origin) {
            case ColumnMapping.Origin.Constant constant -> new Slot("", null, constant.type(), constant.value(), filtered);
            case ColumnMapping.Origin.FromFile fromFile -> new Slot(
                    fromFile.node().name(), reader(channel, fromFile.node()), fromFile.node().type(), null, filtered);
        };
    }

    private LeafReader reader(FileChannel channel, ParquetNode node) {
        if (node instanceof ParquetNode.Leaf leaf && leaf.isFlat()) {
            long values = file.chunk(group, leaf).getMeta_data().getNum_values();
            if (values != file.rows(group)) {
                throw new CorruptDataException("a column of " + values + " values in a row group of " + file.rows(group) + " rows")
                        .in(place(leaf.name()));
            }
            return new FlatColumnReader(pages(channel, leaf), leaf, allocator);
        }
        return new NestedColumnReader(node, leaf -> pages(channel, leaf), allocator);
    }

    private PageReader pages(FileChannel channel, ParquetNode.Leaf leaf) {
        if (leaf.unsupported() != null) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, place(leaf.name()) + ": " + leaf.unsupported());
        }
        ColumnMetaData meta = file.chunk(group, leaf).getMeta_data();
        boolean few = ranges.rows() <= file.rows(group) / FEW_DIVISOR;
        ChunkInput input = new ChunkInput(
                channel, ParquetFile.chunkStart(meta), meta.getTotal_compressed_size(), few ? FEW_WINDOW_BYTES : ChunkInput.WINDOW_BYTES);
        return new PageReader(input, meta, leaf, decompressors.computeIfAbsent(meta.getCodec(), Decompressor::of),
                few && leaf.isFlat() ? () -> PageOffsets.read(file, channel, file.chunk(group, leaf)) : null);
    }

    private String place(String column) {
        return "file " + file.path() + ", row group " + group + ", column " + column;
    }

    /** The next batch of rows that passed, or null. */
    Batch next() {
        while (range < ranges.count()) {
            if (row < ranges.start(range)) {
                skip(slots, ranges.start(range) - row);
                row = ranges.start(range);
            }
            if (row >= ranges.end(range)) {
                range++;
                continue;
            }
            int rows = (int) Math.min(batchRows, ranges.end(range) - row);
            firstRowOfBatch = row;
            row += rows;
            Batch batch = filter == null ? all(rows) : filtered(rows);
            if (batch != null) {
                return batch;
            }
        }
        return null;
    }

    /** Position in the row group of the last batch's first row; a batch's physical rows follow one another. */
    long firstRowOfBatch() {
        return firstRowOfBatch;
    }

    private Batch all(int rows) {
        List<Column> columns = new ArrayList<>(slots.size());
        boolean complete = false;
        try {
            for (Slot slot : slots) {
                columns.add(read(slot, rows, null));
            }
            complete = true;
            return Batch.of(columns, rows);
        } finally {
            if (!complete) {
                columns.forEach(Column::close);
            }
        }
    }

    /** Null if no row is left. */
    private Batch filtered(int rows) {
        Column[] columns = new Column[slots.size()];
        boolean complete = false;
        try {
            List<Column> lent = new ArrayList<>();
            for (int i : filter.columns()) {
                columns[i] = read(slots.get(i), rows, null);
                lent.add(columns[i]);
            }
            Selection selection = filter.select(Batch.of(lent, rows));
            if (selection != null && selection.count() == 0) {
                for (Slot slot : slots) {
                    if (!slot.filtered()) {
                        skip(List.of(slot), rows);
                    }
                }
                return null;
            }
            Selection kept = selection != null && selection.count() == rows ? null : selection;
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] == null) {
                    columns[i] = read(slots.get(i), rows, kept);
                }
            }
            complete = true;
            return new Batch(List.of(columns), rows, kept, null);
        } finally {
            if (!complete) {
                for (Column column : columns) {
                    if (column != null) {
                        column.close();
                    }
                }
            }
        }
    }

    private Column read(Slot slot, int rows, Selection selection) {
        if (slot.reader() == null) {
            return Values.constant(allocator, slot.type(), slot.constant(), rows);
        }
        try {
            return selection == null ? slot.reader().read(rows) : slot.reader().readSelected(rows, selection);
        } catch (CorruptDataException | UncheckedIOException | MillraceException e) {
            throw named(slot, e);
        }
    }

    private void skip(List<Slot> skipped, long rows) {
        for (Slot slot : skipped) {
            if (slot.reader() != null) {
                try {
                    slot.reader().skip(rows);
                } catch (CorruptDataException | UncheckedIOException | MillraceException e) {
                    throw named(slot, e);
                }
            }
        }
    }

    private MillraceException named(Slot slot, RuntimeException e) {
        return switch (e) {
            case CorruptDataException corrupt -> corrupt.in(place(slot.name()));
            case MillraceException typed when typed.code() == ErrorCode.OUT_OF_MEMORY -> typed;
            case MillraceException typed -> new MillraceException(typed.code(), place(slot.name()) + ": " + typed.getMessage(), typed);
            default -> new MillraceException(ErrorCode.IO_ERROR, place(slot.name()) + " cannot be read: " + e.getMessage(), e);
        };
    }

    long bytesRead() {
        long bytes = 0;
        for (Slot slot : slots) {
            bytes += slot.reader() == null ? 0 : slot.reader().bytesRead();
        }
        return bytes;
    }

    @Override
    public void close() {
        for (Slot slot : slots) {
            if (slot.reader() != null) {
                slot.reader().close();
            }
        }
        for (Decompressor decompressor : decompressors.values()) {
            if (decompressor != null) {
                decompressor.close();
            }
        }
        decompressors.clear();
    }
}
