package io.millrace.cluster.sink;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.ChangeBuffer;
import io.millrace.exec.step.DataflowOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** What of a sink waits to be written, as part of a checkpoint: so the ticks before need not be computed again. */
public final class SinkCheckpoint {
    private static final String SECTION = "sink";

    /** What is written; the changes of each entry are a section of their own. */
    private record Notes(long committed, List<Noted> entries) {}

    private record Noted(long tick, boolean whole, boolean held) {}

    private SinkCheckpoint() {}

    public static void write(SinkJob job, Schema schema, BufferAllocator allocator, StateOutput out) throws IOException {
        long committed = job.outbox().committed();
        List<SinkOutbox.Entry> entries = job.outbox().pending();
        try {
            Notes notes = new Notes(committed,
                    entries.stream().map(entry -> new Noted(entry.tick(), entry.whole(), entry.held())).toList());
            try (OutputStream section = out.section(SECTION)) {
                section.write(RecordCodec.encode(notes, Notes.class));
            }
            for (int i = 0; i < entries.size(); i++) {
                try (ChangeBuffer changes = new ChangeBuffer(allocator, schema, DataflowOptions.DEFAULT_BATCH_ROWS)) {
                    entries.get(i).changes().forEach(changes::add);
                    changes.checkpoint(out, section(i));
                }
            }
        } finally {
            entries.forEach(SinkOutbox.Entry::close);
        }
    }

    private static String section(int entry) {
        return SECTION + "-" + entry;
    }

    /** Fills a job that has not begun. */
    public static void read(SinkJob job, Schema schema, BufferAllocator allocator, StateInput in) throws IOException {
        Notes notes;
        try (InputStream section = in.section(SECTION)) {
            if (section == null) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE, "a sink's checkpoint holds nothing of what waits");
            }
            notes = RecordCodec.decode(section.readAllBytes(), Notes.class);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "a sink's checkpoint is damaged: " + e.getMessage(), e);
        }
        if (notes.committed() != Long.MIN_VALUE) {
            job.outbox().committed(notes.committed());
        }
        for (int i = 0; i < notes.entries().size(); i++) {
            Noted noted = notes.entries().get(i);
            try (ChangeBuffer changes = new ChangeBuffer(allocator, schema, DataflowOptions.DEFAULT_BATCH_ROWS)) {
                changes.restore(in, section(i));
                List<Batch> batches = changes.changes();
                job.outbox().add(noted.tick(), noted.whole(), noted.held(), batches);
            }
        }
    }
}
