package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Schema;
import io.millrace.storage.disk.AtomicFile;

/** Writes one Parquet file that appears whole or not at all. */
public final class ParquetSink implements TableSink {
    private final AtomicFile file;
    private final ParquetDataWriter writer;

    public ParquetSink(AtomicFile file, Schema schema, ParquetWriteOptions options) {
        this.file = file;
        this.writer = new ParquetDataWriter(file.temporary(), schema, options);
    }

    @Override
    public synchronized void write(Batch batch) {
        try (batch) {
            writer.write(batch);
        }
    }

    @Override
    public synchronized long commit() {
        long rows = writer.finish().rows();
        file.publish();
        return rows;
    }

    @Override
    public synchronized void close() {
        writer.close();
        file.close();
    }
}
