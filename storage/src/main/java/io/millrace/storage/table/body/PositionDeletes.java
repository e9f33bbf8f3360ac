package io.millrace.storage.table.body;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.parquet.ColumnMapping;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.file.parquet.ParquetDataWriter;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.file.parquet.ParquetWriteOptions;
import io.millrace.storage.file.parquet.SchemaWriter;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.iceberg.MetadataColumns;
import org.apache.parquet.schema.MessageType;

/** Iceberg's position delete files: which rows of one data file are no more. */
final class PositionDeletes {
    private static final Schema SCHEMA =
            Schema.of(new Field("file_path", SqlType.VARCHAR, false), new Field("pos", SqlType.BIGINT, false));
    private static final int BATCH_ROWS = 1 << 14;

    private PositionDeletes() {}

    private static MessageType message() {
        MessageType bare = SchemaWriter.message(SCHEMA);
        return new MessageType(
                "deletes",
                bare.getType(0).withId(MetadataColumns.DELETE_FILE_PATH.fieldId()),
                bare.getType(1).withId(MetadataColumns.DELETE_FILE_POS.fieldId()));
    }

    /** Returns the file's length in bytes. */
    static long write(Path path, String dataLocation, BitSet deleted, BufferAllocator allocator) {
        try (ParquetDataWriter writer = new ParquetDataWriter(path, SCHEMA, message(), ParquetWriteOptions.DEFAULT)) {
            int next = deleted.nextSetBit(0);
            while (next >= 0) {
                try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, BATCH_ROWS)) {
                    for (int i = 0; i < BATCH_ROWS && next >= 0; i++) {
                        builder.row(dataLocation, (long) next);
                        next = deleted.nextSetBit(next + 1);
                    }
                    try (Batch batch = builder.build()) {
                        writer.write(batch);
                    }
                }
            }
            return writer.finish().bytes();
        }
    }

    /** Adds the file's positions to {@code deleted}; all of them are of one data file. */
    static void read(Path path, BitSet deleted, BufferAllocator allocator) {
        ParquetFile file = ParquetFile.open(path);
        List<Integer> groups = IntStream.range(0, file.rowGroups()).boxed().toList();
        ScanRequest request = new ScanRequest(List.of(file.schema().indexOf("pos")), List.of(), null, BATCH_ROWS);
        try (BatchReader reader = new ParquetBatchReader(file, groups, ColumnMapping.identity(file), request, allocator)) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next;
                        Column positions = batch.column(0).flatten(allocator)) {
                    for (int i = 0; i < batch.physicalRows(); i++) {
                        deleted.set(Math.toIntExact(((FixedColumn) positions).longAt(i)));
                    }
                }
            }
        }
    }
}
