package io.millrace.storage.file.parquet;

/** The value decoder of one loaded data page: exactly one of the three is set. */
final class PageValues {
    final FixedValues fixed;
    final BinaryValues binary;
    final BitValues bits;

    private PageValues(FixedValues fixed, BinaryValues binary, BitValues bits) {
        this.fixed = fixed;
        this.binary = binary;
        this.bits = bits;
    }

    static PageValues of(LeafType leaf, int encoding, long address, long bytes, int values) {
        if (leaf.isBoolean()) {
            return new PageValues(null, null, ValueDecoders.bits(encoding, address, bytes));
        }
        return leaf.isBinary() || leaf.width() < 0
                ? new PageValues(null, ValueDecoders.binary(leaf, encoding, address, bytes, values), null)
                : new PageValues(ValueDecoders.fixed(leaf, encoding, address, bytes, values), null, null);
    }

    void skip(int count) {
        if (fixed != null) {
            fixed.skip(count);
        } else if (binary != null) {
            binary.skip(count);
        } else {
            bits.skip(count);
        }
    }
}
