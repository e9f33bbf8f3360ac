package io.millrace.storage.file.parquet;

import java.util.Map;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How a Parquet file is written.
 *
 * @param bloomFilters top-level columns that get a Bloom filter a row group
 * @param metadata key-value pairs for the footer
 */
public record ParquetWriteOptions(
        CompressionCodecName codec, int rowGroupRows, long rowGroupBytes, int pageBytes, Set<String> bloomFilters,
        Map<String, String> metadata) {
    public static final ParquetWriteOptions DEFAULT =
            new ParquetWriteOptions(CompressionCodecName.ZSTD, 122_880, 256L << 20, 1 << 20, Set.of(), Map.of());

    public ParquetWriteOptions {
        bloomFilters = Set.copyOf(bloomFilters);
        metadata = Map.copyOf(metadata);
        assert rowGroupRows > 0 && rowGroupBytes > 0 && pageBytes > 0;
    }

    public ParquetWriteOptions withCodec(CompressionCodecName newCodec) {
        return new ParquetWriteOptions(newCodec, rowGroupRows, rowGroupBytes, pageBytes, bloomFilters, metadata);
    }

    public ParquetWriteOptions withRowGroupRows(int rows) {
        return new ParquetWriteOptions(codec, rows, rowGroupBytes, pageBytes, bloomFilters, metadata);
    }

    public ParquetWriteOptions withPageBytes(int bytes) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, bytes, bloomFilters, metadata);
    }

    public ParquetWriteOptions withBloomFilters(Set<String> columns) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, pageBytes, columns, metadata);
    }

    public ParquetWriteOptions withMetadata(Map<String, String> pairs) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, pageBytes, bloomFilters, pairs);
    }
}
