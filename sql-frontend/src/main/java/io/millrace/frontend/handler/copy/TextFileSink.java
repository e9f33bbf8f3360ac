package io.millrace.frontend.handler.copy;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.frontend.format.RowWriter;
import io.millrace.storage.disk.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.function.Function;

/** Rows as a text file that appears whole or not at all. */
final class TextFileSink implements TableSink {
    private static final int BUFFER_BYTES = 1 << 16;

    private final AtomicFile file;
    private final OutputStream out;
    private final RowWriter writer;
    private long rows;

    /** Takes over the file. */
    TextFileSink(AtomicFile file, Function<OutputStream, RowWriter> format) {
        this.file = file;
        try {
            this.out = new BufferedOutputStream(Files.newOutputStream(file.temporary()), BUFFER_BYTES);
            this.writer = format.apply(out);
            writer.begin();
        } catch (IOException e) {
            file.close();
            throw failed(e);
        }
    }

    @Override
    public synchronized void write(Batch batch) {
        try (batch) {
            writer.batch(batch);
            rows += batch.rows();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public synchronized long commit() {
        try {
            writer.end();
            out.close();
        } catch (IOException e) {
            throw failed(e);
        }
        file.publish();
        return rows;
    }

    private MillraceException failed(IOException e) {
        return new MillraceException(ErrorCode.IO_ERROR, "file " + file.temporary() + " cannot be written: " + e.getMessage(), e);
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw failed(e);
        } finally {
            file.close();
        }
    }
}
