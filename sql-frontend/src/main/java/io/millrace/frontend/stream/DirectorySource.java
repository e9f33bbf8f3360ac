package io.millrace.frontend.stream;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.glob.FilePatterns;
import io.millrace.storage.stream.FileProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the files of a folder into a stream, each once, in the order of their names, its rows in theirs. How far a file was taken is appended with its
 * rows ({@link FileProgress}), so that a crash neither loses a row nor takes one twice. A file that cannot be read holds up those behind it until it
 * is put right or taken away; one that changes after it was taken is not taken again.
 */
final class DirectorySource implements StreamInput {
    private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);
    private static final int BATCH_ROWS = 1 << 13;
    private static final long NANOS_PER_MICRO = 1_000;

    private final MillraceNode node;
    private final CatalogObject.Stream stream;
    private final DirectoryOptions options;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String said = "";

    DirectorySource(MillraceNode node, CatalogObject.Stream stream, DirectoryOptions options) {
        this.node = node;
        this.stream = stream;
        this.options = options;
        Thread.ofPlatform().name("millrace-files-" + stream.name()).daemon().start(this::run);
    }

    private void run() {
        try {
            FileProgress progress = null;
            do {
                progress = look(progress);
            } while (!closed.await(options.pollMicros(), TimeUnit.MICROSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes what is new; returns what is known of the files, null if that could not even be read. */
    private FileProgress look(FileProgress known) {
        FileProgress progress = known;
        try {
            progress = known == null ? node.streams().fileProgress(stream) : known;
            for (DataFile file : files()) {
                if (closed.getCount() == 0) {
                    return progress;
                }
                if (taken(file, progress)) {
                    dispose(file, progress); // A crash may have come between
                } else {
                    if (file.modifiedNanos() / NANOS_PER_MICRO > node.clock().epochMicros() - options.settleMicros()) {
                        return progress; // Still written to; those behind it wait, since rows come in the order of files
                    }
                    take(file, progress);
                }
            }
            said = "";
        } catch (RuntimeException | IOException e) {
            if (closed.getCount() > 0 && !String.valueOf(e.getMessage()).equals(said)) {
                said = String.valueOf(e.getMessage());
                LOG.warn("stream {}: files of {} wait ({}); looked at again every {} ms", stream.name(), options.path(), said,
                        TimeUnit.MICROSECONDS.toMillis(options.pollMicros()));
            }
        }
        return progress;
    }

    private List<DataFile> files() {
        try {
            return FilePatterns.resolve(List.of(options.path()));
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.FILE_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean taken(DataFile file, FileProgress progress) {
        return progress.of(file.path().toString()).filter(FileProgress.Taken::whole).isPresent();
    }

    private void take(DataFile file, FileProgress progress) throws IOException {
        String name = file.path().toString();
        FileProgress.Taken before = progress.of(name).orElse(null);
        long skip = before == null ? 0 : before.rows();
        if (skip > 0 && before.modifiedNanos() != file.modifiedNanos()) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE,
                    "file " + name + " changed after " + skip
                            + " of its rows were taken; move it away, and what is new under another name");
        }
        try (Rows rows = new Rows(file)) {
            long count = 0;
            Batch next = rows.next();
            boolean last = next == null;
            while (!last) {
                Batch batch = next;
                try {
                    next = rows.next();
                } catch (RuntimeException e) {
                    batch.close();
                    throw e;
                }
                last = next == null;
                if (closed.getCount() == 0) {
                    batch.close();
                    if (next != null) {
                        next.close();
                    }
                    return;
                }
                long from = count;
                count += batch.rows();
                if (count <= skip && !last) {
                    batch.close(); // Its rows are in the stream
                    continue;
                }
                try {
                    append(after(batch, skip - from), new FileProgress.Taken(Math.max(skip, count), file.modifiedNanos(), last), name,
                            progress);
                } catch (RuntimeException e) {
                    if (next != null) {
                        next.close();
                    }
                    throw e;
                }
            }
            if (count == 0) {
                append(Batch.of(List.of(), 0), new FileProgress.Taken(0, file.modifiedNanos(), true), name, progress);
            }
        }
        dispose(file, progress);
        LOG.info("stream {} took file {}", stream.name(), name);
    }

    private void dispose(DataFile file, FileProgress progress) throws IOException {
        if (options.delete()) {
            Files.deleteIfExists(file.path());
            progress.forget(file.path().toString());
        }
    }

    /** The rows after the first {@code skip}; takes over the batch. */
    private Batch after(Batch batch, long skip) {
        if (skip <= 0) {
            return batch;
        }
        try (batch) {
            int rows = batch.rows();
            int from = (int) Math.min(skip, rows);
            return batch.gather(node.allocator(), IntStream.range(from, rows).toArray(), rows - from);
        }
    }

    private void append(Batch batch, FileProgress.Taken taken, String file, FileProgress progress) {
        node.rejects().flush();
        node.streams().append(stream, batch, progress, file, taken);
    }

    /** The rows of one file, in order. */
    private final class Rows implements AutoCloseable {
        private final TableSource source;
        private final ScanRequest request;
        private final List<Split> splits;
        private int split;
        private BatchReader reader;

        Rows(DataFile file) {
            this.source = node.files().open(options.target(file.path().toString(), stream));
            this.request = new ScanRequest(IntStream.range(0, stream.schema().size()).boxed().toList(), List.of(), null, BATCH_ROWS);
            this.splits = source.splits(request);
        }

        /** Null at the end. */
        Batch next() {
            while (true) {
                if (reader == null) {
                    if (split == splits.size()) {
                        return null;
                    }
                    reader = source.open(splits.get(split++), request, node.allocator());
                }
                Batch batch = reader.next();
                if (batch != null) {
                    return batch;
                }
                reader.close();
                reader = null;
            }
        }

        @Override
        public void close() {
            if (reader != null) {
                reader.close();
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
