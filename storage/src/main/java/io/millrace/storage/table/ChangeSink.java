package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.SqlType;
import io.millrace.storage.log.Append;
import io.millrace.storage.log.AppendResult;
import io.millrace.storage.log.RowHash;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.head.HeadEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/** A change under the write lock, which is held from construction to {@link #close}. */
final class ChangeSink implements TableChange {
    /** Of a keyed table so few rows are found by their keys; more by a pass over the table. */
    private static final int FOUND_BY_KEY_MAX = 1024;

    private final ManagedTable managed;
    private final TableParts parts;
    private final CatalogObject.Table table;
    private final BufferAllocator allocator;
    private final RowChecks checks;
    private final RowCollector in;
    private final RowCollector out;
    private final ScanTarget.ManagedTable target;
    private final boolean replacesPartitions;
    private final Supplier<List<Append>> along;
    private boolean closed;

    /**
     * The caller has taken the write lock, which is this sink's from now on.
     *
     * @param replacesPartitions whether commit takes out all rows of the partitions that rows were put in
     */
    ChangeSink(ManagedTable managed, CatalogObject.Table table, boolean replacesPartitions, Supplier<List<Append>> along) {
        this.along = along;
        this.replacesPartitions = replacesPartitions;
        this.managed = managed;
        this.parts = managed.parts();
        this.table = table;
        this.allocator = parts.services().allocator();
        this.checks = new RowChecks(table, allocator);
        this.in = new RowCollector(parts);
        this.out = new RowCollector(parts);
        this.target = managed.pin();
    }

    @Override
    public ScanTarget.ManagedTable target() {
        return target;
    }

    @Override
    public Existing existing(Batch rows) {
        if (managed.keys() == null) {
            throw new IllegalStateException("table " + table.name() + " has no primary key");
        }
        managed.keys().ensureBuilt(managed.now());
        try (Batch flat = checks.check(rows.retain())) {
            List<KeyConstraint.Place> places = managed.keys().places(managed.keys().hashes(flat));
            return new PlaceReader(parts).read(places);
        }
    }

    @Override
    public void write(Batch batch) {
        Batch rows = checks.check(batch);
        if (rows.physicalRows() == 0) {
            rows.close();
            return;
        }
        if (rows.weights() == null) {
            in.write(rows);
            return;
        }
        try (rows) {
            write(rows, 1, in);
            write(rows, -1, out);
        }
    }

    /** The rows whose weight has this sign, each as often as it weighs. */
    private void write(Batch rows, int sign, RowCollector collector) {
        FixedColumn weights = (FixedColumn) rows.weights();
        long total = 0;
        for (int i = 0; i < rows.physicalRows(); i++) {
            total += Math.max(0, weights.longAt(i) * sign);
        }
        if (total == 0) {
            return;
        }
        int[] positions = new int[Math.toIntExact(total)];
        int count = 0;
        for (int i = 0; i < rows.physicalRows(); i++) {
            for (long w = weights.longAt(i) * sign; w > 0; w--) {
                positions[count++] = i;
            }
        }
        try (Batch plain = Batch.of(rows.columns().stream().map(column -> column.retain()).toList(), rows.physicalRows())) {
            collector.write(plain.gather(allocator, positions, count));
        }
    }

    @Override
    public long commit() {
        long written = in.rows() + out.rows();
        try (Prepared prepared = prepare()) {
            if (prepared == null) {
                return 0;
            }
            prepared.unit.addAll(along.get());
            managed.appendVisibly(prepared.unit, prepared.apply);
            return written;
        }
    }

    /** What a commit appends, and what it then does to the table's state; under the write lock until both are done. */
    record Prepared(ManagedTable managed, List<Append> unit, Consumer<List<AppendResult>> apply,
            List<Batch> owned) implements AutoCloseable {
        /** For a unit that nobody appends. */
        void drop() {
            unit.forEach(append -> append.batch().close());
        }

        @Override
        public void close() {
            owned.forEach(Batch::close);
        }
    }

    /** Null if nothing was written. */
    Prepared prepare() {
        if (in.rows() + out.rows() == 0) {
            return null;
        }
        List<RowFile> inFiles = in.finishFiles();
        Batch inRows = in.takeInline();
        RemovedRows replaced = replacesPartitions ? new PartitionRows(parts).collect(managed.now(), inRows, inFiles, out) : null;
        List<RowFile> outFiles = out.finishFiles();
        Batch outRows = out.takeInline();
        List<Batch> owned = Stream.of(inRows, outRows).filter(Objects::nonNull).toList();
        boolean done = false;
        try {
            RemovedRows removed = replacesPartitions ? replaced : find(outRows, outFiles);
            KeyConstraint.Changes keyChanges = keyChanges(inRows, inFiles, outRows, outFiles);
            Prepared prepared = prepared(inRows, inFiles, outRows, outFiles, removed, keyChanges, owned);
            done = true;
            return prepared;
        } finally {
            if (!done) {
                owned.forEach(Batch::close);
            }
        }
    }

    private RemovedRows find(Batch outRows, List<RowFile> outFiles) {
        RemovedRows removed = new RemovedRows();
        if (out.rows() == 0) {
            return removed;
        }
        TableVersion version = managed.now();
        if (managed.keys() != null && outFiles.isEmpty() && outRows.physicalRows() <= FOUND_BY_KEY_MAX) {
            managed.keys().ensureBuilt(version);
            findByKey(outRows, removed);
            return removed;
        }
        int inMemory = parts.options().retractionsInMemory();
        long passes = (out.rows() + inMemory - 1) / inMemory;
        for (long pass = 0; pass < passes; pass++) {
            try (RetractionSet set = new RetractionSet(allocator)) {
                if (outRows != null) {
                    int[] all = IntStream.range(0, outRows.physicalRows()).toArray();
                    set.add(outRows, all, all.length, RowHash.hash(outRows.columns(), all.length), null);
                }
                for (RowFile file : outFiles) {
                    HeadReplay.collectFile(parts, set, file, Long.MAX_VALUE, pass, passes);
                }
                parts.matching().match(version, set, removed);
                if (!set.isDone()) {
                    throw gone(set.unmatched());
                }
            }
        }
        return removed;
    }

    private MillraceException gone(int rows) {
        return new MillraceException(
                ErrorCode.WRITE_CONFLICT, rows + " rows to be changed are not in table \"" + table.name() + "\" as they were read");
    }

    private void findByKey(Batch outRows, RemovedRows removed) {
        List<KeyConstraint.Place> places = managed.keys().places(managed.keys().hashes(outRows));
        try (Existing found = new PlaceReader(parts).read(places)) {
            for (int i = 0; i < places.size(); i++) {
                int row = found.positions()[i];
                KeyConstraint.Place place = places.get(i);
                boolean twice = place != null && places.indexOf(place) != i;
                if (row < 0 || twice || !RowHash.equal(outRows.columns(), i, found.rows().columns(), row)) {
                    throw gone(1);
                }
                if (place.file() == null) {
                    removed.addHead(place.position());
                } else {
                    removed.addFile(place.file().name(), (int) place.position());
                }
            }
        }
    }

    private KeyConstraint.Changes keyChanges(Batch inRows, List<RowFile> inFiles, Batch outRows, List<RowFile> outFiles) {
        KeyConstraint keys = managed.keys();
        if (keys == null) {
            return null;
        }
        keys.ensureBuilt(managed.now());
        KeyConstraint.Changes changes = keys.new Changes(table, false);
        if (outRows != null) {
            changes.takeOut(outRows);
        }
        outFiles.forEach(changes::takeOut);
        if (inRows != null) {
            changes.putIn(inRows);
        }
        inFiles.forEach(changes::putIn);
        return changes;
    }

    private Prepared prepared(
            Batch inRows, List<RowFile> inFiles, Batch outRows, List<RowFile> outFiles, RemovedRows removed, KeyConstraint.Changes keys,
            List<Batch> owned) {
        List<Append> unit = new ArrayList<>();
        if (outRows != null) {
            List<io.millrace.common.batch.Column> columns = outRows.columns().stream().map(column -> column.retain()).toList();
            unit.add(parts.head().rows(new Batch(
                    columns, outRows.physicalRows(), null,
                    Values.constant(allocator, SqlType.BIGINT, -1L, outRows.physicalRows()))));
        }
        if (!outFiles.isEmpty()) {
            unit.add(parts.head().entry(new HeadEntry.Files(-1, outFiles)));
        }
        int filesAt = unit.size();
        if (!inFiles.isEmpty()) {
            unit.add(parts.head().entry(new HeadEntry.Files(1, inFiles)));
        }
        int rowsAt = unit.size();
        if (inRows != null) {
            unit.add(parts.head().rows(inRows.retain()));
        }
        in.abandon();
        out.abandon();
        return new Prepared(managed, unit, results -> {
            in.handOver();
            out.handOver();
            TableState state = managed.state();
            if (out.rows() > 0) {
                state.remove(results.get(0).firstOffset(), removed);
            }
            if (!inFiles.isEmpty()) {
                state.addFiles(results.get(filesAt).firstOffset(), inFiles);
            }
            if (keys != null) {
                keys.apply(inRows == null ? 0 : offset(results, rowsAt));
            }
        }, owned);
    }

    private static long offset(List<AppendResult> results, int index) {
        return results.get(index).firstOffset();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            in.close();
            out.close();
        } finally {
            managed.unlockWrites();
        }
    }

    @Override
    public String toString() {
        return "change of " + table.name() + " at " + target + ", " + Arrays.asList(in.rows(), out.rows());
    }
}
