package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** The byte strings of one data page, nulls left out. */
abstract sealed class BinaryValues permits BinaryValues.Plain, BinaryValues.FixedWidth, BinaryValues.DeltaLength, DeltaPrefixed {
    /** Appends the next {@code count} values. */
    abstract void decode(BinaryTarget target, int count);

    abstract void skip(int count);

    /** PLAIN: a four-byte length before each value. */
    static final class Plain extends BinaryValues {
        private long at;
        private final long end;

        Plain(long address, long bytes) {
            this.at = address;
            this.end = address + bytes;
        }

        @Override
        void decode(BinaryTarget target, int count) {
            for (int i = 0; i < count; i++) {
                int length = length();
                target.append(at, length);
                at += length;
            }
        }

        @Override
        void skip(int count) {
            for (int i = 0; i < count; i++) {
                // Not in one expression: length() moves "at" too.
                int length = length();
                at += length;
            }
        }

        /** Reads a length and moves behind it. */
        private int length() {
            if (end - at < 4) {
                throw FixedValues.endsEarly(4, end - at);
            }
            int length = Memory.getInt(at);
            at += 4;
            if (length < 0 || length > end - at) {
                throw FixedValues.endsEarly(length & 0xFFFFFFFFL, end - at);
            }
            return length;
        }
    }

    /** Fixed-width values that are to become byte strings. */
    static final class FixedWidth extends BinaryValues {
        private final FixedValues values;
        private final int width;

        FixedWidth(FixedValues values, int width) {
            this.values = values;
            this.width = width;
        }

        @Override
        void decode(BinaryTarget target, int count) {
            values.decode(target.claim(count, width), count);
        }

        @Override
        void skip(int count) {
            values.skip(count);
        }
    }

    /** DELTA_LENGTH_BYTE_ARRAY: all lengths, delta-packed, then all bytes. */
    static final class DeltaLength extends BinaryValues {
        private final int[] lengths;
        private int next;
        private long at;
        private final long end;

        DeltaLength(long address, long bytes, int valuesMax) {
            DeltaInts packed = new DeltaInts(address, bytes, 4);
            this.lengths = takeAll(packed, valuesMax);
            this.at = packed.endAddress();
            this.end = address + bytes;
        }

        /** All values of a delta block of lengths. */
        static int[] takeAll(DeltaInts packed, int valuesMax) {
            if (packed.total() > valuesMax) {
                throw new CorruptDataException(packed.total() + " lengths in a page of " + valuesMax + " values");
            }
            int[] all = new int[packed.total()];
            try (ScratchBuffer scratch = new ScratchBuffer()) {
                int part = Math.min(all.length, 4096);
                long address = scratch.reserve(4L * part, 0);
                for (int done = 0; done < all.length; done += part) {
                    int take = Math.min(part, all.length - done);
                    packed.decode(address, take);
                    for (int i = 0; i < take; i++) {
                        all[done + i] = Memory.getInt(address + 4L * i);
                    }
                }
            }
            return all;
        }

        @Override
        void decode(BinaryTarget target, int count) {
            for (int i = 0; i < count; i++) {
                int length = length();
                target.append(at, length);
                at += length;
            }
        }

        @Override
        void skip(int count) {
            for (int i = 0; i < count; i++) {
                // Not in one expression: length() moves "at" too.
                int length = length();
                at += length;
            }
        }

        private int length() {
            if (next == lengths.length) {
                throw FixedValues.endsEarly(1, 0);
            }
            int length = lengths[next++];
            if (length < 0 || length > end - at) {
                throw FixedValues.endsEarly(length & 0xFFFFFFFFL, end - at);
            }
            return length;
        }
    }
}
