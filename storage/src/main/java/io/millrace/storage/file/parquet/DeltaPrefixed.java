package io.millrace.storage.file.parquet;

import io.millrace.common.memory.Memory;

/** DELTA_BYTE_ARRAY: each value is a prefix of the one before it and a suffix of its own. */
final class DeltaPrefixed extends BinaryValues {
    private static final int VALUE_BYTES_MAX = 1 << 30;

    private final int[] prefixes;
    private final int[] suffixes;
    private int next;
    private long at;
    private final long end;
    private byte[] value = new byte[64];
    private int length;

    DeltaPrefixed(long address, long bytes, int valuesMax) {
        this.end = address + bytes;
        DeltaInts packedPrefixes = new DeltaInts(address, bytes, 4);
        this.prefixes = DeltaLength.takeAll(packedPrefixes, valuesMax);
        long behind = packedPrefixes.endAddress();
        DeltaInts packedSuffixes = new DeltaInts(behind, end - behind, 4);
        this.suffixes = DeltaLength.takeAll(packedSuffixes, valuesMax);
        this.at = packedSuffixes.endAddress();
        if (prefixes.length != suffixes.length) {
            throw new CorruptDataException(prefixes.length + " prefixes and " + suffixes.length + " suffixes");
        }
    }

    private void advance() {
        if (next == prefixes.length) {
            throw FixedValues.endsEarly(1, 0);
        }
        int prefix = prefixes[next];
        int suffix = suffixes[next++];
        if (prefix < 0 || prefix > length || suffix < 0 || suffix > end - at || prefix + suffix > VALUE_BYTES_MAX) {
            throw new CorruptDataException("a value of " + prefix + " shared and " + suffix + " own bytes after one of " + length);
        }
        if (prefix + suffix > value.length) {
            value = java.util.Arrays.copyOf(value, Math.max(prefix + suffix, 2 * value.length));
        }
        Memory.copy(at, value, prefix, suffix);
        at += suffix;
        length = prefix + suffix;
    }

    @Override
    void decode(BinaryTarget target, int count) {
        for (int i = 0; i < count; i++) {
            advance();
            target.append(value, length);
        }
    }

    @Override
    void skip(int count) {
        for (int i = 0; i < count; i++) {
            advance();
        }
    }

    /** The same encoding of fixed-width values. */
    static final class Fixed extends FixedValues {
        private final DeltaPrefixed values;
        private final int width;

        Fixed(DeltaPrefixed values, int width) {
            this.values = values;
            this.width = width;
        }

        @Override
        void decode(long target, int count) {
            for (int i = 0; i < count; i++) {
                values.advance();
                if (values.length != width) {
                    throw new CorruptDataException("a value of " + values.length + " bytes, expected " + width);
                }
                Memory.copy(values.value, 0, target + (long) i * width, width);
            }
        }

        @Override
        void skip(int count) {
            values.skip(count);
        }
    }
}
