package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.body.RowFileWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes in the rows of a statement: a few stay in memory, more go to data files, one writer a thread. {@link #write} may be called by several threads,
 * the rest by one afterwards.
 */
final class RowCollector implements AutoCloseable {
    private final TableParts parts;
    private final List<Batch> inline = new ArrayList<>();
    private final ConcurrentLinkedQueue<RowFileWriter> idle = new ConcurrentLinkedQueue<>();
    private final List<RowFileWriter> writers = new ArrayList<>();
    private final List<RowFile> files = new ArrayList<>();
    private long rows;
    private long bytes;
    private boolean spilling;
    private boolean handedOver;

    RowCollector(TableParts parts) {
        this.parts = parts;
    }

    /** Takes over a flat batch without selection and weights. */
    void write(Batch batch) {
        List<Batch> spilled;
        synchronized (this) {
            rows += batch.physicalRows();
            bytes += batch.bytes();
            boolean fits = rows <= parts.options().inlineRowsMax() && bytes <= parts.options().inlineBytesMax();
            if (!spilling && fits) {
                inline.add(batch);
                return;
            }
            spilling = true;
            spilled = new ArrayList<>(inline);
            spilled.add(batch);
            inline.clear();
        }
        RowFileWriter writer = borrow();
        try {
            spilled.forEach(part -> writer.write(part, null));
        } finally {
            spilled.forEach(Batch::close);
            idle.add(writer);
        }
    }

    private RowFileWriter borrow() {
        RowFileWriter writer = idle.poll();
        if (writer == null) {
            writer = parts.writer();
            synchronized (this) {
                writers.add(writer);
            }
        }
        return writer;
    }

    synchronized long rows() {
        return rows;
    }

    /** The rows that stayed in memory as one batch, owned by the caller; null if there are none. */
    Batch takeInline() {
        if (inline.isEmpty()) {
            return null;
        }
        if (inline.size() == 1) {
            return inline.remove(0);
        }
        try (BatchBuilder builder = new BatchBuilder(parts.services().allocator(), parts.layout().schema(), (int) rows)) {
            for (Batch batch : inline) {
                for (int c = 0; c < batch.width(); c++) {
                    for (int i = 0; i < batch.physicalRows(); i++) {
                        builder.column(c).appendFrom(batch.column(c), i);
                    }
                }
            }
            Batch all = builder.build();
            inline.forEach(Batch::close);
            inline.clear();
            return all;
        }
    }

    /** The files, complete and on disk; they are deleted by close unless {@link #handOver} was called. */
    List<RowFile> finishFiles() {
        for (RowFileWriter writer : writers) {
            writer.finish().forEach(written -> files.add(written.file()));
        }
        return List.copyOf(files);
    }

    /** The log names the files now. */
    void handOver() {
        handedOver = true;
        parts.settle(files);
    }

    /** From now on the log may name them: if that fails they are kept, and deleted at the next start if nothing names them. */
    void abandon() {
        handedOver = true;
    }

    @Override
    public void close() {
        inline.forEach(Batch::close);
        inline.clear();
        writers.forEach(RowFileWriter::close);
        if (!handedOver) {
            parts.discard(files);
        }
        files.clear();
    }
}
