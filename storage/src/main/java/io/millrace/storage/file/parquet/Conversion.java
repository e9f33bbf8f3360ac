package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;

/** How values of a physical type become values of a layout, one loop each. Sources of a fixed width; byte strings go through {@link #convertOne}. */
enum Conversion {
    /** The physical bytes are the layout's. */
    NONE(0),
    INT_TO_LONG(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                Memory.putLong(to + 8L * i, Memory.getInt(from + 4L * i));
            }
        }
    },
    UNSIGNED_INT_TO_LONG(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                Memory.putLong(to + 8L * i, Memory.getInt(from + 4L * i) & 0xFFFFFFFFL);
            }
        }
    },
    INT_TO_INT128(16) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                long value = Memory.getInt(from + 4L * i);
                putInt128(to + 16L * i, value, value >> 63);
            }
        }
    },
    LONG_TO_INT128(16) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                long value = Memory.getLong(from + 8L * i);
                putInt128(to + 16L * i, value, value >> 63);
            }
        }
    },
    UNSIGNED_LONG_TO_INT128(16) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                putInt128(to + 16L * i, Memory.getLong(from + 8L * i), 0);
            }
        }
    },
    INT_MILLIS_TO_MICROS(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                Memory.putLong(to + 8L * i, Memory.getInt(from + 4L * i) * 1000L);
            }
        }
    },
    LONG_MILLIS_TO_MICROS(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                long millis = Memory.getLong(from + 8L * i);
                if (millis > Long.MAX_VALUE / 1000 || millis < Long.MIN_VALUE / 1000) {
                    throw new MillraceException(ErrorCode.DATETIME_OVERFLOW,
                            "a timestamp of " + millis + " milliseconds does not fit microseconds");
                }
                Memory.putLong(to + 8L * i, millis * 1000L);
            }
        }
    },
    /** Nanoseconds of the day and Julian day; below a microsecond is cut off, as other engines do, so that all years fit. */
    INT96_TO_MICROS(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                long nanos = Memory.getLong(from + 12L * i);
                long day = Memory.getInt(from + 12L * i + 8) - JULIAN_DAY_OF_EPOCH;
                Memory.putLong(to + 8L * i, day * 86_400_000_000L + Math.floorDiv(nanos, 1000L));
            }
        }
    },
    FLOAT_TO_DOUBLE(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                Memory.putDouble(to + 8L * i, Memory.getFloat(from + 4L * i));
            }
        }
    },
    HALF_TO_DOUBLE(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                Memory.putDouble(to + 8L * i, Float.float16ToFloat(Memory.getShort(from + 2L * i)));
            }
        }
    },
    BIG_ENDIAN_TO_LONG(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                convertOne(from + (long) i * width, width, to + 8L * i);
            }
        }

        @Override
        void convertOne(long from, int length, long to) {
            long value = bigEndian(from + Math.max(0, length - 8), Math.min(length, 8));
            checkSign(from, length - 8, value);
            Memory.putLong(to, value);
        }
    },
    BIG_ENDIAN_TO_INT128(16) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                convertOne(from + (long) i * width, width, to + 16L * i);
            }
        }

        @Override
        void convertOne(long from, int length, long to) {
            if (length <= 8) {
                long value = bigEndian(from, length);
                putInt128(to, value, value >> 63);
                return;
            }
            int highBytes = Math.min(length - 8, 8);
            long high = bigEndian(from + length - 8 - highBytes, highBytes);
            checkSign(from, length - 16, high);
            putInt128(to, Long.reverseBytes(Memory.getLong(from + length - 8)), high);
        }
    },
    /** Months, days and milliseconds, each an unsigned int32; days count as 24 hours. */
    INTERVAL_TO_MICROS(8) {
        @Override
        void convert(long from, long to, int count, int width) {
            for (int i = 0; i < count; i++) {
                int months = Memory.getInt(from + 12L * i);
                if (months != 0) {
                    throw new MillraceException(
                            ErrorCode.FEATURE_NOT_SUPPORTED,
                            "an interval of " + months + " months, which INTERVAL DAY TO SECOND cannot hold");
                }
                long days = Memory.getInt(from + 12L * i + 4);
                long millis = Memory.getInt(from + 12L * i + 8) & 0xFFFFFFFFL;
                Memory.putLong(to + 8L * i, days * 86_400_000_000L + millis * 1000L);
            }
        }
    };

    static final long JULIAN_DAY_OF_EPOCH = 2_440_588;

    /** Bytes of a converted value, 0 for {@link #NONE}. */
    final int targetWidth;

    Conversion(int targetWidth) {
        this.targetWidth = targetWidth;
    }

    /** Converts {@code count} values of {@code width} bytes each; the ranges do not overlap. */
    void convert(long from, long to, int count, int width) {
        throw new AssertionError(this);
    }

    /** Converts one value of its own length. */
    void convertOne(long from, int length, long to) {
        convert(from, to, 1, length);
    }

    static void putInt128(long to, long low, long high) {
        Memory.putLong(to, low);
        Memory.putLong(to + 8, high);
    }

    /** Up to eight bytes, signed; none is zero. */
    static long bigEndian(long from, int length) {
        if (length == 8) {
            return Long.reverseBytes(Memory.getLong(from));
        }
        long value = length > 0 ? Memory.getByte(from) : 0;
        for (int i = 1; i < length; i++) {
            value = value << 8 | Memory.getByte(from + i) & 255;
        }
        return value;
    }

    /** The leading bytes that do not fit must repeat the sign. */
    static void checkSign(long from, int surplus, long value) {
        for (int i = 0; i < surplus; i++) {
            if (Memory.getByte(from + i) != (byte) (value >> 63)) {
                throw new CorruptDataException("a decimal that does not fit its precision");
            }
        }
    }
}
