package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/**
 * Writes batches to one local Parquet file: dictionaries where they pay, statistics, page indexes and page checksums. Column by column in short strides,
 * through parquet-java's column writers. One thread. Closing without {@link #finish} deletes the file.
 */
public final class ParquetDataWriter implements AutoCloseable {
    /** Rows written of one column before the next one's turn; pages end between strides. */
    private static final int STRIDE_ROWS = 1024;

    private final Path path;
    private final Schema schema;
    private final MessageType message;
    private final ParquetWriteOptions options;
    private final ParquetProperties properties;
    private final CodecFactory codecs;
    private final ParquetFileWriter writer;
    private final List<ColumnShredder> columns = new ArrayList<>();
    private ColumnChunkPageWriteStore pages;
    private ColumnWriteStore store;
    private int rowsInGroup;
    private int groups;
    private long rows;
    private boolean finished;

    /**
     * A file that was written.
     *
     * @param bytes of the file
     */
    public record Written(Path path, long rows, long bytes) {}

    public ParquetDataWriter(Path path, Schema schema, ParquetWriteOptions options) {
        this(path, schema, SchemaWriter.message(schema), options);
    }

    /**
     * @param message the file's schema, the same columns in the same order and of fitting types: a table format adds field ids this way; its lists have
     *     three levels
     */
    public ParquetDataWriter(Path path, Schema schema, MessageType message, ParquetWriteOptions options) {
        this.path = path;
        this.schema = schema;
        this.message = message;
        this.options = options;
        ParquetProperties.Builder builder = ParquetProperties.builder()
                .withPageSize(options.pageBytes())
                .withPageRowCountLimit(options.pageRows())
                .withDictionaryPageSize(options.pageBytes())
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0);
        options.bloomFilters().forEach(column -> builder.withBloomFilterEnabled(column, true));
        this.properties = builder.build();
        this.codecs = new CodecFactory(new PlainParquetConfiguration(), options.pageBytes());
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            columns.add(new ColumnShredder(message, message.getType(i), field.type()));
        }
        try {
            this.writer = new ParquetFileWriter(
                    new LocalOutputFile(path), message, ParquetFileWriter.Mode.OVERWRITE, options.rowGroupBytes(), 0, null, properties);
            writer.start();
        } catch (IOException e) {
            codecs.release();
            throw failed(e);
        }
    }

    private MillraceException failed(IOException e) {
        boolean full = String.valueOf(e.getMessage()).contains("No space left");
        return new MillraceException(
                full ? ErrorCode.DISK_FULL : ErrorCode.IO_ERROR, "file " + path + " cannot be written: " + e.getMessage(), e);
    }

    /** Writes the batch's live rows; the batch stays the caller's. */
    public void write(Batch batch) {
        assert batch.width() == columns.size() : batch.width() + " columns for " + schema;
        int[] positions = batch.selection() == null ? null : batch.selection().positions();
        int total = batch.rows();
        for (int from = 0; from < total;) {
            int count = Math.min(Math.min(STRIDE_ROWS, total - from), options.rowGroupRows() - rowsInGroup);
            stride(batch.columns(), positions, from, count);
            from += count;
        }
        columns.forEach(ColumnShredder::endBatch);
    }

    private void stride(List<Column> inputs, int[] positions, int from, int count) {
        if (store == null) {
            startGroup();
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).write(inputs.get(i), positions, from, from + count);
        }
        for (int i = 0; i < count; i++) {
            store.endRecord();
        }
        rowsInGroup += count;
        rows += count;
        if (rowsInGroup >= options.rowGroupRows() || store.getBufferedSize() >= options.rowGroupBytes()) {
            endGroup();
        }
    }

    private void startGroup() {
        pages = new ColumnChunkPageWriteStore(
                codecs.getCompressor(options.codec()), message, HeapByteBufferAllocator.getInstance(),
                properties.getColumnIndexTruncateLength(), true, null,
                groups);
        store = properties.newColumnWriteStore(message, pages, pages);
        columns.forEach(column -> column.target(store));
    }

    private void endGroup() {
        try {
            writer.startBlock(rowsInGroup);
            store.flush();
            pages.flushToFileWriter(writer);
            writer.endBlock();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            closeGroup();
        }
        groups++;
        rowsInGroup = 0;
    }

    private void closeGroup() {
        if (store != null) {
            store.close();
            pages.close();
            store = null;
            pages = null;
        }
    }

    public long rows() {
        return rows;
    }

    /** Compressed bytes of finished row groups and an estimate of the current one's. */
    public long bytes() {
        try {
            return writer.getPos() + (store == null ? 0 : store.getBufferedSize());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes the footer and brings the file to disk; then it can be read. */
    public Written finish() {
        try {
            if (rowsInGroup > 0) {
                endGroup();
            }
            writer.end(options.metadata());
            finished = true;
            writer.close();
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
                return new Written(path, rows, channel.size());
            }
        } catch (IOException e) {
            finished = false;
            throw failed(e);
        }
    }

    @Override
    public void close() {
        closeGroup();
        codecs.release();
        if (!finished) {
            try {
                writer.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }
}
