package io.millrace.storage.log;

import com.github.luben.zstd.Zstd;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Lays a batch out as a block's body: a directory of nodes (columns and their children, depth first; then weights, then write times), then their
 * buffers, each aligned, so that a reader takes the columns as slices of the one buffer it read.
 */
final class BlockEncoder {
    static final int DIRECTORY_HEADER_BYTES = 8;
    static final int NODE_BYTES = 12;
    /** Bodies of at least this many rows align buffers to cache lines; smaller ones to words. */
    private static final int WIDE_ALIGNMENT_ROWS = 256;

    private static final int ZSTD_LEVEL = 1;
    private static final int COMPRESS_BYTES_MIN = 4096;

    private BlockEncoder() {}

    /** A body ready to be written; {@code buffer[0..bodyBytes)} is owned by the holder. */
    record Body(ArrowBuf buffer, int bodyBytes, int rawBytes, int rows, int flags, int crc) implements AutoCloseable {
        ByteBuffer bytes() {
            return buffer.nioBuffer(0, bodyBytes);
        }

        @Override
        public void close() {
            buffer.close();
        }
    }

    /**
     * Encodes the batch's live rows; the batch (and {@code times}, which may be null) stay the caller's.
     *
     * @param compress whether to try; the body is compressed only if that saves a quarter
     */
    static Body encode(Batch batch, Column times, BufferAllocator allocator, boolean compress) {
        List<Column> flat = new ArrayList<>();
        try {
            int flags = collect(batch, times, allocator, flat);
            return encode(flat, batch.rows(), flags, allocator, compress);
        } finally {
            flat.forEach(Column::close);
        }
    }

    private static int collect(Batch batch, Column times, BufferAllocator allocator, List<Column> flat) {
        for (Column column : batch.columns()) {
            flat.add(flatten(column, batch, allocator));
        }
        int flags = 0;
        if (batch.weights() != null) {
            flat.add(flatten(batch.weights(), batch, allocator));
            flags |= BlockHeader.FLAG_WEIGHTS;
        }
        if (times != null) {
            assert batch.selection() == null && times.length() == batch.physicalRows();
            flat.add(times.flatten(allocator));
            flags |= BlockHeader.FLAG_TIMES;
        }
        return flags;
    }

    /** A flat copy or reference of the live rows, lists starting at element 0. */
    private static Column flatten(Column column, Batch batch, BufferAllocator allocator) {
        if (batch.selection() != null) {
            try (Column gathered = column.gather(allocator, batch.selection().positions(), batch.selection().count())) {
                return gathered.flatten(allocator);
            }
        }
        return rebase(column.flatten(allocator), allocator);
    }

    private static Column rebase(Column flat, BufferAllocator allocator) {
        boolean wellFormed = switch (flat) {
            case ListColumn list -> list.length() == 0
                    ? list.elements().length() == 0
                    : list.startAt(0) == 0 && list.endAt(list.length() - 1) == list.elements().length() && isBased(list.elements());
            case RowColumn row -> row.children().stream().allMatch(BlockEncoder::isBased);
            case FixedColumn ignored -> true;
            case BinaryColumn ignored -> true;
            case ConstantColumn ignored -> throw new AssertionError("not flat");
            case DictionaryColumn ignored -> throw new AssertionError("not flat");
        };
        if (wellFormed) {
            return flat;
        }
        try (flat) {
            int[] all = new int[flat.length()];
            Arrays.setAll(all, i -> i);
            return flat.gather(allocator, all, all.length);
        }
    }

    private static boolean isBased(Column flat) {
        return switch (flat) {
            case ListColumn list -> list.length() == 0
                    ? list.elements().length() == 0
                    : list.startAt(0) == 0 && list.endAt(list.length() - 1) == list.elements().length() && isBased(list.elements());
            case RowColumn row -> row.children().stream().allMatch(BlockEncoder::isBased);
            case FixedColumn ignored -> true;
            case BinaryColumn ignored -> true;
            case ConstantColumn ignored -> false;
            case DictionaryColumn ignored -> false;
        };
    }

    private static Body encode(List<Column> columns, int rows, int flags, BufferAllocator allocator, boolean compress) {
        int alignment = rows >= WIDE_ALIGNMENT_ROWS ? 64 : 8;
        int nodes = 0;
        for (Column column : columns) {
            nodes += nodes(column);
        }
        long directory = align(DIRECTORY_HEADER_BYTES + (long) NODE_BYTES * nodes, alignment);
        long raw = directory;
        for (Column column : columns) {
            raw += bytes(column, alignment);
        }
        int rawBytes = Math.toIntExact(raw);
        ArrowBuf buffer = Buffers.allocate(allocator, rawBytes);
        Writer writer = new Writer(buffer.memoryAddress(), alignment, DIRECTORY_HEADER_BYTES, directory);
        Memory.putInt(buffer.memoryAddress(), nodes);
        Memory.putInt(buffer.memoryAddress() + 4, alignment);
        Memory.fill(
                buffer.memoryAddress() + DIRECTORY_HEADER_BYTES + (long) NODE_BYTES * nodes,
                directory - DIRECTORY_HEADER_BYTES - (long) NODE_BYTES * nodes,
                (byte) 0);
        for (Column column : columns) {
            writer.node(column);
        }
        assert writer.at == rawBytes;
        return compress && rawBytes >= COMPRESS_BYTES_MIN ? compressed(buffer, rawBytes, rows, flags, allocator)
                : plain(buffer, rawBytes, rows, flags);
    }

    private static Body plain(ArrowBuf buffer, int rawBytes, int rows, int flags) {
        return new Body(buffer, rawBytes, rawBytes, rows, flags, crc(buffer, rawBytes));
    }

    private static Body compressed(ArrowBuf raw, int rawBytes, int rows, int flags, BufferAllocator allocator) {
        int bound = Math.toIntExact(Zstd.compressBound(rawBytes));
        ArrowBuf target = Buffers.allocate(allocator, bound);
        long length =
                Zstd.compressDirectByteBuffer(target.nioBuffer(0, bound), 0, bound, raw.nioBuffer(0, rawBytes), 0, rawBytes, ZSTD_LEVEL);
        if (Zstd.isError(length) || length > rawBytes / 4 * 3L) {
            target.close();
            return plain(raw, rawBytes, rows, flags);
        }
        raw.close();
        return new Body(target, (int) length, rawBytes, rows, flags | BlockHeader.FLAG_ZSTD, crc(target, (int) length));
    }

    static int crc(ArrowBuf buffer, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.nioBuffer(0, length));
        return (int) crc.getValue();
    }

    private static int children(Column column) {
        return switch (column) {
            case ListColumn ignored -> 1;
            case RowColumn row -> row.children().size();
            case FixedColumn ignored -> 0;
            case BinaryColumn ignored -> 0;
            case ConstantColumn ignored -> 0;
            case DictionaryColumn ignored -> 0;
        };
    }

    private static int nodes(Column column) {
        return switch (column) {
            case ListColumn list -> 1 + nodes(list.elements());
            case RowColumn row -> 1 + row.children().stream().mapToInt(BlockEncoder::nodes).sum();
            case FixedColumn ignored -> 1;
            case BinaryColumn ignored -> 1;
            case ConstantColumn ignored -> throw new AssertionError("not flat");
            case DictionaryColumn ignored -> throw new AssertionError("not flat");
        };
    }

    static long align(long bytes, int alignment) {
        return (bytes + alignment - 1) / alignment * alignment;
    }

    /** Bytes of the values of a fixed-width column. */
    static long fixedBytes(Layout layout, int length) {
        return layout == Layout.BIT ? Memory.bitmapBytes(length) : (long) layout.width() * length;
    }

    private static long bytes(Column column, int alignment) {
        long validity = column.mayHaveNulls() ? align(Memory.bitmapBytes(column.length()), alignment) : 0;
        return validity
                + switch (column) {
                    case FixedColumn fixed -> align(fixedBytes(fixed.type().layout(), fixed.length()), alignment);
                    case BinaryColumn binary -> align(4L * (binary.length() + 1), alignment) + align(dataBytes(binary), alignment);
                    case ListColumn list -> align(4L * (list.length() + 1), alignment) + bytes(list.elements(), alignment);
                    case RowColumn row -> row.children().stream().mapToLong(child -> bytes(child, alignment)).sum();
                    case ConstantColumn ignored -> throw new AssertionError("not flat");
                    case DictionaryColumn ignored -> throw new AssertionError("not flat");
                };
    }

    private static int dataBytes(BinaryColumn binary) {
        return Memory.getInt(binary.offsetsAddress + 4L * binary.length()) - Memory.getInt(binary.offsetsAddress);
    }

    private static final class Writer {
        private final long base;
        private final int alignment;
        private long directoryAt;
        private long at;

        Writer(long base, int alignment, long directoryAt, long at) {
            this.base = base;
            this.alignment = alignment;
            this.directoryAt = directoryAt;
            this.at = at;
        }

        void node(Column column) {
            Memory.putByte(base + directoryAt, (byte) column.type().layout().ordinal());
            Memory.putByte(base + directoryAt + 1, (byte) (column.mayHaveNulls() ? 1 : 0));
            Memory.putShort(base + directoryAt + 2, (short) children(column));
            Memory.putInt(base + directoryAt + 4, column.length());
            Memory.putInt(base + directoryAt + 8, column instanceof BinaryColumn binary ? dataBytes(binary) : 0);
            directoryAt += NODE_BYTES;
            switch (column) {
                case FixedColumn fixed -> {
                    put(fixed.validityAddress, validityBytes(fixed));
                    put(fixed.dataAddress, fixedBytes(fixed.type().layout(), fixed.length()));
                }
                case BinaryColumn binary -> {
                    put(binary.validityAddress, validityBytes(binary));
                    int first = putOffsets(binary.offsetsAddress, binary.length());
                    put(binary.dataAddress + first, dataBytes(binary));
                }
                case ListColumn list -> {
                    put(list.validityAddress, validityBytes(list));
                    putOffsets(list.offsetsAddress, list.length());
                    node(list.elements());
                }
                case RowColumn row -> {
                    put(row.validityAddress, validityBytes(row));
                    row.children().forEach(this::node);
                }
                case ConstantColumn ignored -> throw new AssertionError("not flat");
                case DictionaryColumn ignored -> throw new AssertionError("not flat");
            }
        }

        private static long validityBytes(Column column) {
            return column.mayHaveNulls() ? Memory.bitmapBytes(column.length()) : 0;
        }

        private void put(long from, long length) {
            if (length > 0) {
                Memory.copy(from, base + at, length);
            }
            pad(length);
        }

        private void pad(long length) {
            long padded = align(length, alignment);
            Memory.fill(base + at + length, padded - length, (byte) 0);
            at += padded;
        }

        /** Writes offsets that start at 0; returns what the first one was. */
        private int putOffsets(long from, int length) {
            int first = length == 0 ? 0 : Memory.getInt(from);
            if (first == 0 && length > 0) {
                Memory.copy(from, base + at, 4L * (length + 1));
            } else {
                Memory.putInt(base + at, 0);
                for (int i = 1; i <= length; i++) {
                    Memory.putInt(base + at + 4L * i, Memory.getInt(from + 4L * i) - first);
                }
            }
            pad(4L * (length + 1));
            return first;
        }
    }
}
