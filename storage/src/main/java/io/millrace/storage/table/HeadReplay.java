package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.log.RowHash;
import io.millrace.storage.table.body.BodySnapshot;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.head.HeadEntry;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Finds out what a head means after a snapshot by reading it: at start, and for versions of the past. */
final class HeadReplay {
    private final TableParts parts;
    private final BodySnapshot body;
    private final long to;
    private final TableState state;
    private long cleared = -1;
    private long retractions;

    private HeadReplay(TableParts parts, BodySnapshot body, long to) {
        this.parts = parts;
        this.body = body;
        this.to = to;
        this.state = new TableState(body, to);
    }

    /** The state at {@code to}, and with what is applied to it later also afterwards. */
    static TableState run(TableParts parts, BodySnapshot body, long to) {
        HeadReplay replay = new HeadReplay(parts, body, to);
        replay.readEntries();
        if (replay.retractions > 0) {
            replay.matchRetractions();
        }
        return replay.state;
    }

    private LogReader read(long from) {
        return parts.head().read(Math.min(from, to), to, TableParts.BATCH_ROWS, parts.services().allocator());
    }

    private void readEntries() {
        try (LogReader reader = read(body.flushedOffset())) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                try (LogBatch block = next) {
                    boolean entries = parts.head().mayHaveEntries(block.batch());
                    FixedColumn weights = (FixedColumn) block.batch().weights();
                    for (int i = 0; i < block.rows() && (entries || weights != null); i++) {
                        HeadEntry entry = entries ? parts.head().entryAt(block.batch(), i) : null;
                        if (entry != null) {
                            apply(entry, block.firstOffset() + i);
                        } else if (weights != null && weights.longAt(i) < 0) {
                            state.special(block.firstOffset() + i);
                            retractions++;
                        }
                    }
                }
            }
        }
    }

    private void apply(HeadEntry entry, long offset) {
        switch (entry) {
            case HeadEntry.Clear ignored -> {
                state.clear(offset);
                cleared = offset;
                retractions = 0;
            }
            case HeadEntry.Files files -> {
                if (files.weight() > 0) {
                    state.addFiles(offset, files.files());
                } else {
                    state.special(offset);
                    retractions += files.files().stream().mapToLong(RowFile::rows).sum();
                }
            }
        }
    }

    private void matchRetractions() {
        TableVersion version = state.version(to);
        RemovedRows removed = new RemovedRows();
        long passes = (retractions + parts.options().retractionsInMemory() - 1) / parts.options().retractionsInMemory();
        for (long pass = 0; pass < passes; pass++) {
            try (RetractionSet set = new RetractionSet(parts.services().allocator())) {
                collect(set, pass, passes);
                parts.matching().match(version, set, removed);
                if (!set.isDone()) {
                    throw new MillraceException(
                            ErrorCode.METADATA_CORRUPT,
                            "the log of table " + parts.id() + " takes out " + set.unmatched() + " rows that the table does not have");
                }
            }
        }
        state.remove(to - 1, removed);
    }

    private void collect(RetractionSet set, long pass, long passes) {
        try (LogReader reader = read(Math.max(body.flushedOffset(), cleared + 1))) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                long first = next.firstOffset();
                try (Batch batch = next.takeBatch()) {
                    collect(set, batch, first, pass, passes);
                }
            }
        }
    }

    private void collect(RetractionSet set, Batch batch, long first, long pass, long passes) {
        boolean entries = parts.head().mayHaveEntries(batch);
        if (!entries && batch.weights() == null) {
            return;
        }
        FixedColumn weights = (FixedColumn) batch.weights();
        try (Batch rows = parts.head().tableColumns(batch.retain())) {
            long[] hashes = RowHash.hash(rows.columns(), rows.physicalRows());
            int[] positions = new int[rows.physicalRows()];
            long[] offsets = new long[rows.physicalRows()];
            int count = 0;
            for (int i = 0; i < rows.physicalRows(); i++) {
                HeadEntry entry = entries ? parts.head().entryAt(batch, i) : null;
                if (entry instanceof HeadEntry.Files files && files.weight() < 0) {
                    set.add(rows, positions, count, hashes, offsets);
                    count = 0;
                    for (RowFile file : files.files()) {
                        collect(set, file, first + i, pass, passes);
                    }
                } else if (entry == null && weights != null && weights.longAt(i) < 0
                        && Long.remainderUnsigned(hashes[i], passes) == pass) {
                    positions[count] = i;
                    offsets[count++] = first + i;
                }
            }
            set.add(rows, positions, count, hashes, offsets);
        }
    }

    private void collect(RetractionSet set, RowFile file, long offset, long pass, long passes) {
        collectFile(parts, set, file, offset, pass, passes);
    }

    /** Adds those rows of a file whose hash falls to this pass. */
    static void collectFile(TableParts parts, RetractionSet set, RowFile file, long offset, long pass, long passes) {
        try (ParquetBatchReader reader = parts.files().open(
                file, parts.files().groups(file, java.util.List.of()), parts.wholeRows(), parts.services().allocator())) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch rows = next) {
                    long[] hashes = RowHash.hash(rows.columns(), rows.physicalRows());
                    int[] mine = IntStream.range(0, hashes.length)
                            .filter(i -> Long.remainderUnsigned(hashes[i], passes) == pass)
                            .toArray();
                    long[] offsets = new long[mine.length];
                    Arrays.fill(offsets, offset);
                    set.add(rows, mine, mine.length, hashes, offsets);
                }
            }
        }
    }
}
