package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** The values of one data page whose physical type has a fixed width in bytes, nulls left out. */
abstract sealed class FixedValues permits FixedValues.Plain, FixedValues.Split, DeltaInts, DeltaPrefixed.Fixed {
    /** Writes the next {@code count} values, one after another in their physical width, to {@code target}. */
    abstract void decode(long target, int count);

    abstract void skip(int count);

    static CorruptDataException endsEarly(long wanted, long left) {
        return new CorruptDataException("a page ends early: " + wanted + " bytes of values expected, " + left + " found");
    }

    /** PLAIN: little-endian values as they are. */
    static final class Plain extends FixedValues {
        private final int width;
        private long at;
        private final long end;

        Plain(long address, long bytes, int width) {
            this.at = address;
            this.end = address + bytes;
            this.width = width;
        }

        @Override
        void decode(long target, int count) {
            long bytes = take(count);
            if (bytes == 8) {
                Memory.putLong(target, Memory.getLong(at));
            } else if (bytes == 4) {
                Memory.putInt(target, Memory.getInt(at));
            } else {
                Memory.copy(at, target, bytes);
            }
            at += bytes;
        }

        @Override
        void skip(int count) {
            at += take(count);
        }

        private long take(int count) {
            long bytes = (long) count * width;
            if (bytes > end - at) {
                throw endsEarly(bytes, end - at);
            }
            return bytes;
        }
    }

    /** BYTE_STREAM_SPLIT: byte k of all values, then byte k + 1 of all. */
    static final class Split extends FixedValues {
        private final long address;
        private final int width;
        private final long values;
        private long next;

        Split(long address, long bytes, int width) {
            if (bytes % width != 0) {
                throw new CorruptDataException("a byte-stream-split page of " + bytes + " bytes for values of " + width);
            }
            this.address = address;
            this.width = width;
            this.values = bytes / width;
        }

        @Override
        void decode(long target, int count) {
            check(count);
            for (int k = 0; k < width; k++) {
                long from = address + k * values + next;
                for (int i = 0; i < count; i++) {
                    Memory.putByte(target + (long) i * width + k, Memory.getByte(from + i));
                }
            }
            next += count;
        }

        @Override
        void skip(int count) {
            check(count);
            next += count;
        }

        private void check(int count) {
            if (count > values - next) {
                throw endsEarly((long) count * width, (values - next) * width);
            }
        }
    }
}
