package io.millrace.storage.file.parquet;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A flat column being filled at ascending positions, gaps allowed. Values come densely from a page and are spread over the positions that are not
 * null. Closing frees what was not finished.
 */
abstract sealed class FlatVector implements AutoCloseable {
    final LeafType leaf;
    int rows;

    FlatVector(LeafType leaf, int rows) {
        this.leaf = leaf;
        this.rows = rows;
    }

    /** @param bytesPerValue expected, of byte strings */
    static FlatVector create(BufferAllocator allocator, LeafType leaf, int rows, double bytesPerValue) {
        if (leaf.isBoolean()) {
            return new Bits(allocator, leaf, rows);
        }
        return leaf.isBinary() ? new Bytes(allocator, leaf, rows, bytesPerValue) : new Fixed(allocator, leaf, rows);
    }

    /** Takes the page's next {@code present} values into positions {@code at .. at + take}, nulls being clear in {@code validity} (0: none). */
    abstract void append(PageValues values, int at, int present, int take, long validity);

    /** Copies dictionary entries into positions {@code at .. at + take}; {@code codes} has one int32 a position, whatever at nulls. */
    abstract void gather(Column dictionary, long codes, int at, int take, long validity);

    /** The column, owned by the caller; takes over {@code validity}, which may be null. */
    abstract Column finish(ArrowBuf validity);

    /** Makes room for more rows than it was created for. */
    abstract void resize(int newRows);

    @Override
    public abstract void close();

    /** Moves {@code present} values of {@code width} bytes apart so that each lies at its valid position of {@code take}. */
    static void spread(long base, int width, int present, int take, long validity, int validityAt) {
        int source = present - 1;
        for (int i = take - 1; i > source && source >= 0; i--) {
            if (Memory.bit(validity, validityAt + i)) {
                switch (width) {
                    case 4 -> Memory.putInt(base + 4L * i, Memory.getInt(base + 4L * source));
                    case 8 -> Memory.putLong(base + 8L * i, Memory.getLong(base + 8L * source));
                    default -> {
                        Memory.putLong(base + 16L * i, Memory.getLong(base + 16L * source));
                        Memory.putLong(base + 16L * i + 8, Memory.getLong(base + 16L * source + 8));
                    }
                }
                source--;
            }
        }
    }

    /** Values of a fixed layout width. */
    static final class Fixed extends FlatVector {
        private final BufferAllocator allocator;
        private final int width;
        private ArrowBuf data;

        Fixed(BufferAllocator allocator, LeafType leaf, int rows) {
            super(leaf, rows);
            this.allocator = allocator;
            this.width = leaf.layoutWidth();
            this.data = Buffers.allocate(allocator, (long) width * rows);
        }

        @Override
        void append(PageValues values, int at, int present, int take, long validity) {
            long to = data.memoryAddress() + (long) width * at;
            if (values.binary != null) {
                convertBytes(values.binary, to, present);
            } else if (leaf.conversion() == Conversion.NONE) {
                values.fixed.decode(to, present);
            } else {
                convert(values.fixed, to, present);
            }
            if (present < take) {
                spread(to, width, present, take, validity, at);
            }
        }

        private void convert(FixedValues values, long to, int count) {
            try (ScratchBuffer scratch = new ScratchBuffer()) {
                long from = scratch.reserve((long) leaf.width() * count, 0);
                values.decode(from, count);
                leaf.conversion().convert(from, to, count, leaf.width());
            }
        }

        private void convertBytes(BinaryValues values, long to, int count) {
            try (BinaryTarget bytes = new BinaryTarget(allocator, count, 16L * count)) {
                values.decode(bytes, count);
                for (int i = 0; i < count; i++) {
                    int start = Memory.getInt(bytes.offsetsAddress() + 4L * i);
                    int end = Memory.getInt(bytes.offsetsAddress() + 4L * i + 4);
                    leaf.conversion().convertOne(bytes.dataAddress() + start, end - start, to + (long) width * i);
                }
            }
        }

        @Override
        void gather(Column dictionary, long codes, int at, int take, long validity) {
            long from = ((FixedColumn) dictionary).dataAddress;
            long to = data.memoryAddress() + (long) width * at;
            switch (width) {
                case 4 -> {
                    for (int i = 0; i < take; i++) {
                        Memory.putInt(to + 4L * i, Memory.getInt(from + 4L * Memory.getInt(codes + 4L * i)));
                    }
                }
                case 8 -> {
                    for (int i = 0; i < take; i++) {
                        Memory.putLong(to + 8L * i, Memory.getLong(from + 8L * Memory.getInt(codes + 4L * i)));
                    }
                }
                default -> {
                    for (int i = 0; i < take; i++) {
                        long entry = from + 16L * Memory.getInt(codes + 4L * i);
                        Memory.putLong(to + 16L * i, Memory.getLong(entry));
                        Memory.putLong(to + 16L * i + 8, Memory.getLong(entry + 8));
                    }
                }
            }
        }

        @Override
        void resize(int newRows) {
            if ((long) width * newRows > data.capacity()) {
                data = Buffers.grow(allocator, data, data.capacity(), Math.max((long) width * newRows, 2 * data.capacity()));
            }
            rows = newRows;
        }

        @Override
        Column finish(ArrowBuf validity) {
            FixedColumn column = new FixedColumn(leaf.type(), rows, data, validity);
            data = null;
            return column;
        }

        @Override
        public void close() {
            if (data != null) {
                data.close();
                data = null;
            }
        }
    }

    /** Byte strings. */
    static final class Bytes extends FlatVector {
        private final BinaryTarget target;

        Bytes(BufferAllocator allocator, LeafType leaf, int rows, double bytesPerValue) {
            super(leaf, rows);
            this.target = new BinaryTarget(allocator, rows, (long) (bytesPerValue * rows * 1.1) + 64);
        }

        @Override
        void append(PageValues values, int at, int present, int take, long validity) {
            target.padTo(at);
            values.binary.decode(target, present);
            if (present < take) {
                target.spread(at, present, take, validity);
            }
        }

        @Override
        void gather(Column dictionary, long codes, int at, int take, long validity) {
            BinaryColumn entries = (BinaryColumn) dictionary;
            target.padTo(at);
            for (int i = 0; i < take; i++) {
                if (validity != 0 && !Memory.bit(validity, at + i)) {
                    target.padTo(at + i + 1);
                } else {
                    int code = Memory.getInt(codes + 4L * i);
                    target.append(entries.startAt(code), entries.lengthAt(code));
                }
            }
        }

        long bytes() {
            return target.used();
        }

        @Override
        void resize(int newRows) {
            target.resize(newRows);
            rows = newRows;
        }

        @Override
        Column finish(ArrowBuf validity) {
            target.padTo(rows);
            if (leaf.text()) {
                Utf8.check(target.dataAddress(), target.offsetsAddress(), rows, target.used());
            }
            return new BinaryColumn(leaf.type(), rows, target.takeOffsets(), target.takeData(), validity);
        }

        @Override
        public void close() {
            target.close();
        }
    }

    /** Booleans. */
    static final class Bits extends FlatVector {
        private final BufferAllocator allocator;
        private ArrowBuf data;

        Bits(BufferAllocator allocator, LeafType leaf, int rows) {
            super(leaf, rows);
            this.allocator = allocator;
            this.data = Buffers.allocateZeroed(allocator, Memory.bitmapBytes(rows));
        }

        @Override
        void append(PageValues values, int at, int present, int take, long validity) {
            values.bits.decode(data.memoryAddress(), at, take, present < take ? validity : 0);
        }

        @Override
        void gather(Column dictionary, long codes, int at, int take, long validity) {
            FixedColumn entries = (FixedColumn) dictionary;
            for (int i = 0; i < take; i++) {
                if (entries.booleanAt(Memory.getInt(codes + 4L * i))) {
                    Memory.setBit(data.memoryAddress(), at + i);
                }
            }
        }

        @Override
        void resize(int newRows) {
            long old = data.capacity();
            if (Memory.bitmapBytes(newRows) > old) {
                data = Buffers.grow(allocator, data, old, Math.max(Memory.bitmapBytes(newRows), 2 * old));
                Memory.fill(data.memoryAddress() + old, data.capacity() - old, (byte) 0);
            }
            rows = newRows;
        }

        @Override
        Column finish(ArrowBuf validity) {
            FixedColumn column = new FixedColumn(leaf.type(), rows, data, validity);
            data = null;
            return column;
        }

        @Override
        public void close() {
            if (data != null) {
                data.close();
                data = null;
            }
        }
    }
}
