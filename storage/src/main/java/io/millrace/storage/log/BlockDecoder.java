package io.millrace.storage.log;

import com.github.luben.zstd.Zstd;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.Layout;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Takes a block's body apart into columns that are slices of the one buffer it was read into; the inverse of {@link BlockEncoder}. */
final class BlockDecoder {
    /** How a body contradicts its directory or the log's schema; the message says how. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    private final ArrowBuf body;
    private final int bodyBytes;
    private final int alignment;
    private final int nodes;
    private int node;
    private long at;

    private BlockDecoder(ArrowBuf body, int bodyBytes) throws Malformed {
        this.body = body;
        this.bodyBytes = bodyBytes;
        if (bodyBytes < BlockEncoder.DIRECTORY_HEADER_BYTES) {
            throw new Malformed("a body of " + bodyBytes + " bytes");
        }
        this.nodes = Memory.getInt(body.memoryAddress());
        this.alignment = Memory.getInt(body.memoryAddress() + 4);
        if (nodes < 0 || alignment != 8 && alignment != 64) {
            throw new Malformed("a body directory of " + nodes + " nodes aligned to " + alignment);
        }
        this.at = BlockEncoder.align(BlockEncoder.DIRECTORY_HEADER_BYTES + (long) BlockEncoder.NODE_BYTES * nodes, alignment);
        requireWithin(at);
    }

    /**
     * Decodes the body, whose checksum was verified. Takes over {@code stored}, which is {@code header.bodyBytes()} long and padded by
     * {@link Buffers}; the result is the caller's.
     *
     * @param schema of the rows; null for any types of the right layouts, which is enough to write the rows again
     */
    static LogBatch decode(BlockHeader header, ArrowBuf stored, Schema schema, BufferAllocator allocator) throws Malformed {
        try (ArrowBuf body = header.has(BlockHeader.FLAG_ZSTD) ? decompress(header, stored, allocator) : stored) {
            BlockDecoder decoder = new BlockDecoder(body, header.rawBytes());
            List<Column> columns = new ArrayList<>();
            try {
                Schema rowSchema = schema == null ? decoder.layoutSchema(header) : schema;
                for (Field field : rowSchema.fields()) {
                    columns.add(decoder.column(field.type(), header.rows()));
                }
                Column weights = header.has(BlockHeader.FLAG_WEIGHTS) ? decoder.column(SqlType.BIGINT, header.rows()) : null;
                if (weights != null) {
                    columns.add(weights);
                }
                Column times = header.has(BlockHeader.FLAG_TIMES) ? decoder.column(SqlType.BIGINT, header.rows()) : null;
                if (times != null) {
                    columns.add(times);
                }
                if (decoder.node != decoder.nodes) {
                    throw new Malformed(decoder.nodes + " column nodes where the schema has " + decoder.node);
                }
                Batch batch = new Batch(columns.subList(0, rowSchema.size()), header.rows(), null, weights);
                columns.clear();
                return new LogBatch(header.firstOffset(), batch, (FixedColumn) times, header.writeMicros());
            } finally {
                columns.forEach(Column::close);
            }
        }
    }

    private static ArrowBuf decompress(BlockHeader header, ArrowBuf stored, BufferAllocator allocator) throws Malformed {
        try (stored) {
            ArrowBuf raw = Buffers.allocate(allocator, (long) header.rawBytes() + Buffers.PADDING_BYTES);
            long length = Zstd.decompressDirectByteBuffer(
                    raw.nioBuffer(0, header.rawBytes()), 0, header.rawBytes(), stored.nioBuffer(0, header.bodyBytes()), 0,
                    header.bodyBytes());
            if (length != header.rawBytes()) {
                raw.close();
                throw new Malformed("a compressed body that does not give " + header.rawBytes() + " bytes");
            }
            return raw;
        }
    }

    /** Types with the layouts that the directory names. */
    private Schema layoutSchema(BlockHeader header) throws Malformed {
        List<Field> fields = new ArrayList<>();
        int[] cursor = {0};
        while (cursor[0] < nodes) {
            fields.add(Field.of("c" + fields.size(), layoutType(cursor)));
        }
        int extra = Integer.bitCount(header.flags() & (BlockHeader.FLAG_WEIGHTS | BlockHeader.FLAG_TIMES));
        if (fields.size() < extra) {
            throw new Malformed(fields.size() + " columns, " + extra + " of them weights and times");
        }
        return new Schema(fields.subList(0, fields.size() - extra));
    }

    private SqlType layoutType(int[] cursor) throws Malformed {
        if (cursor[0] >= nodes) {
            throw new Malformed("a directory that ends inside a nested column");
        }
        long entry = body.memoryAddress() + BlockEncoder.DIRECTORY_HEADER_BYTES + (long) BlockEncoder.NODE_BYTES * cursor[0]++;
        int layout = Memory.getByte(entry);
        int children = Memory.getShort(entry + 2);
        if (layout < 0 || layout >= LAYOUT_ORDINALS.size()) {
            throw new Malformed("a column node of layout " + layout);
        }
        return switch (LAYOUT_ORDINALS.get(layout)) {
            case BIT -> SqlType.BOOLEAN;
            case INT32 -> SqlType.INTEGER;
            case INT64 -> SqlType.BIGINT;
            case INT128 -> SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, 0);
            case FLOAT64 -> SqlType.DOUBLE;
            case BINARY -> SqlType.BINARY;
            case LIST -> SqlType.array(layoutType(cursor));
            case ROW -> {
                List<Field> fields = new ArrayList<>();
                for (int i = 0; i < children; i++) {
                    fields.add(Field.of("c" + i, layoutType(cursor)));
                }
                yield SqlType.row(fields);
            }
        };
    }

    private void requireWithin(long end) throws Malformed {
        if (end > bodyBytes) {
            throw new Malformed("buffers of " + end + " bytes in a body of " + bodyBytes);
        }
    }

    private Column column(SqlType type, int expectedLength) throws Malformed {
        if (node >= nodes) {
            throw new Malformed("only " + nodes + " column nodes, " + type + " comes after them");
        }
        long entry = body.memoryAddress() + BlockEncoder.DIRECTORY_HEADER_BYTES + (long) BlockEncoder.NODE_BYTES * node++;
        int layout = Memory.getByte(entry);
        boolean nullable = Memory.getByte(entry + 1) != 0;
        int length = Memory.getInt(entry + 4);
        int dataBytes = Memory.getInt(entry + 8);
        if (layout != type.layout().ordinal() || length < 0 || expectedLength >= 0 && length != expectedLength) {
            throw new Malformed(
                    "column node " + (node - 1) + " has layout " + layout + " and " + length + " values where " + type + " (layout "
                            + type.layout().ordinal() + ") and " + expectedLength + " values were expected");
        }
        List<AutoCloseable> taken = new ArrayList<>();
        ArrowBuf validity = nullable ? slice(Memory.bitmapBytes(length)) : null;
        try {
            return switch (type.layout()) {
                case BIT, INT32, INT64, INT128, FLOAT64 ->
                        new FixedColumn(type, length, slice(BlockEncoder.fixedBytes(type.layout(), length)), validity);
                case BINARY -> {
                    ArrowBuf offsets = slice(4L * (length + 1L));
                    taken.add(offsets);
                    yield new BinaryColumn(type, length, offsets, slice(dataBytes), validity);
                }
                case LIST -> {
                    ArrowBuf offsets = slice(4L * (length + 1L));
                    taken.add(offsets);
                    SqlType element = type.kind() == SqlType.Kind.MAP ? SqlType.row(type.fields()) : type.element();
                    yield new ListColumn(type, length, offsets, validity, column(element, -1));
                }
                case ROW -> new RowColumn(type, length, validity, children(type, length));
            };
        } catch (Malformed e) {
            taken.forEach(BlockDecoder::release);
            release(validity);
            throw e;
        }
    }

    private List<Column> children(SqlType type, int length) throws Malformed {
        List<Column> children = new ArrayList<>();
        try {
            for (Field field : type.fields()) {
                children.add(column(field.type(), length));
            }
            return children;
        } catch (Malformed e) {
            children.forEach(Column::close);
            throw e;
        }
    }

    private static void release(AutoCloseable taken) {
        if (taken instanceof ArrowBuf buffer) {
            buffer.close();
        }
    }

    private ArrowBuf slice(long length) throws Malformed {
        long end = at + BlockEncoder.align(length, alignment);
        if (length < 0) {
            throw new Malformed("a buffer of " + length + " bytes");
        }
        requireWithin(end);
        ArrowBuf slice = body.slice(at, length);
        slice.getReferenceManager().retain();
        at = end;
        return slice;
    }

    /** The layouts' ordinals are part of the format: this fails the build's tests if someone reorders them. */
    static final List<Layout> LAYOUT_ORDINALS =
            List.of(Layout.BIT, Layout.INT32, Layout.INT64, Layout.INT128, Layout.FLOAT64, Layout.BINARY, Layout.LIST, Layout.ROW);
}
