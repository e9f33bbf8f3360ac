package io.millrace.storage.file.parquet;

import java.util.Map;
import java.util.Set;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * How a Parquet file is written.
 *
 * @param pageRows most rows of a page; a row that is looked up costs the decoding of a page a column
 * @param bloomFilters top-level columns that get a Bloom filter a row group
 * @param metadata key-value pairs for the footer
 */
public record ParquetWriteOptions(
        CompressionCodecName codec, int rowGroupRows, long rowGroupBytes, int pageBytes, int pageRows, Set<String> bloomFilters,
        Map<String, String> metadata) {
    public static final ParquetWriteOptions DEFAULT =
            new ParquetWriteOptions(CompressionCodecName.ZSTD, 122_880, 256L << 20, 1 << 20, 20_000, Set.of(), Map.of());

    public ParquetWriteOptions {
        bloomFilters = Set.copyOf(bloomFilters);
        metadata = Map.copyOf(metadata);
        assert rowGroupRows > 0 && rowGroupBytes > 0 && pageBytes > 0 && pageRows > 0;
    }

    public ParquetWriteOptions withCodec(CompressionCodecName newCodec) {
        return new ParquetWriteOptions(newCodec, rowGroupRows, rowGroupBytes, pageBytes, pageRows, bloomFilters, metadata);
    }

    public ParquetWriteOptions withRowGroupRows(int rows) {
        return new ParquetWriteOptions(codec, rows, rowGroupBytes, pageBytes, pageRows, bloomFilters, metadata);
    }

    public ParquetWriteOptions withPageBytes(int bytes) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, bytes, pageRows, bloomFilters, metadata);
    }

    public ParquetWriteOptions withPageRows(int rows) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, pageBytes, rows, bloomFilters, metadata);
    }

    public ParquetWriteOptions withBloomFilters(Set<String> columns) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, pageBytes, pageRows, columns, metadata);
    }

    public ParquetWriteOptions withMetadata(Map<String, String> pairs) {
        return new ParquetWriteOptions(codec, rowGroupRows, rowGroupBytes, pageBytes, pageRows, bloomFilters, pairs);
    }
}
