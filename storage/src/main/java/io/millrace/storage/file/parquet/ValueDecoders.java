package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import org.apache.parquet.format.Type;

/** Finds the decoder of a page's values by encoding and physical type; dictionary codes are not among them. */
final class ValueDecoders {
    private ValueDecoders() {}

    static BitValues bits(int encoding, long address, long bytes) {
        return switch (encoding) {
            case PageHeader.PLAIN -> BitValues.plain(address, bytes);
            case PageHeader.RLE -> BitValues.rle(address, bytes);
            default -> throw unsupported(encoding, Type.BOOLEAN);
        };
    }

    /** @param values entries of the page, which bounds what length blocks may claim */
    static FixedValues fixed(LeafType leaf, int encoding, long address, long bytes, int values) {
        int width = leaf.width();
        return switch (encoding) {
            case PageHeader.PLAIN -> new FixedValues.Plain(address, bytes, width);
            case PageHeader.BYTE_STREAM_SPLIT -> new FixedValues.Split(address, bytes, width);
            case PageHeader.DELTA_BINARY_PACKED -> {
                if (leaf.physical() != Type.INT32 && leaf.physical() != Type.INT64) {
                    throw unsupported(encoding, leaf.physical());
                }
                yield new DeltaInts(address, bytes, width);
            }
            case PageHeader.DELTA_BYTE_ARRAY -> {
                if (leaf.physical() != Type.FIXED_LEN_BYTE_ARRAY) {
                    throw unsupported(encoding, leaf.physical());
                }
                yield new DeltaPrefixed.Fixed(new DeltaPrefixed(address, bytes, values), width);
            }
            default -> throw unsupported(encoding, leaf.physical());
        };
    }

    static BinaryValues binary(LeafType leaf, int encoding, long address, long bytes, int values) {
        if (leaf.width() > 0) {
            return new BinaryValues.FixedWidth(fixed(leaf, encoding, address, bytes, values), leaf.width());
        }
        return switch (encoding) {
            case PageHeader.PLAIN -> new BinaryValues.Plain(address, bytes);
            case PageHeader.DELTA_LENGTH_BYTE_ARRAY -> new BinaryValues.DeltaLength(address, bytes, values);
            case PageHeader.DELTA_BYTE_ARRAY -> new DeltaPrefixed(address, bytes, values);
            default -> throw unsupported(encoding, leaf.physical());
        };
    }

    private static MillraceException unsupported(int encoding, Type physical) {
        return new MillraceException(ErrorCode.CORRUPT_FILE,
                "values of " + physical + " in encoding " + encoding + ", which the format does not define");
    }
}
