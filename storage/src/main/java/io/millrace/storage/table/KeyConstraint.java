package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.body.RowFileWriter;
import io.millrace.storage.table.key.KeyHashes;
import io.millrace.storage.table.key.KeyIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A table's primary key: for each key where its row lies, in the head or in a file. Built from the table at the first write, kept in memory: about 40 to 80
 * bytes a row. Every method but {@link #located} and {@link #refused} is called under the table's write lock.
 */
final class KeyConstraint {
    /** The key's row is on its way to the log. */
    static final long PENDING = Long.MIN_VALUE + 2;

    private final TableParts parts;
    private final List<Integer> columns;
    private final KeyHashes.Secret secret;
    private final List<RowFile> files = new ArrayList<>();
    private final Map<String, Integer> fileNumbers = new HashMap<>();
    private final List<CompletableFuture<?>> pending = new ArrayList<>();
    private KeyIndex index;

    KeyConstraint(TableParts parts, CatalogObject.Table table) {
        this.parts = parts;
        this.columns = table.primaryKey().stream().map(table.schema()::indexOf).toList();
        synchronized (parts.services().random()) {
            this.secret = KeyHashes.Secret.of(parts.services().random());
        }
    }

    static void requireSupported(CatalogObject.Table table) {
        for (String name : table.primaryKey()) {
            int column = table.schema().indexOf(name);
            SqlType.Kind kind = table.schema().type(column).kind();
            if (kind == SqlType.Kind.ARRAY || kind == SqlType.Kind.MAP || kind == SqlType.Kind.ROW) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "column \"" + name + "\" of type " + table.schema().type(column) + " cannot be part of a primary key");
            }
        }
    }

    /** Where a row lies: {@code file} null means the head, at offset {@code position}. */
    record Place(RowFile file, long position) {}

    private Place place(long location) {
        if (location >= 0) {
            return new Place(null, location);
        }
        long packed = ~location;
        return new Place(files.get((int) (packed >>> 31)), packed & Integer.MAX_VALUE);
    }

    private long location(RowFile file, long position) {
        int number = fileNumbers.computeIfAbsent(file.name(), name -> {
            files.add(file);
            return files.size() - 1;
        });
        return ~((long) number << 31 | position);
    }

    long[] hashes(Batch rows) {
        return new KeyHashes(secret).of(rows, columns);
    }

    /** Builds the index if it is not there. */
    synchronized void ensureBuilt(TableVersion version) {
        if (index != null) {
            return;
        }
        KeyIndex built = new KeyIndex();
        for (TableVersion.File file : version.files()) {
            forEachKey(file.file(), (high, low, position) -> {
                if (file.dead() == null || !file.dead().get((int) position)) {
                    built.put(high, low, location(file.file(), position));
                }
            });
        }
        try (LiveHeadRows rows = new LiveHeadRows(
                parts.head(), version, version.headFrom(), version.headTo(), TableParts.BATCH_ROWS, parts.services().allocator())) {
            for (LiveHeadRows.Rows next = rows.next(); next != null; next = rows.next()) {
                try (LiveHeadRows.Rows block = next) {
                    long[] hashes = hashes(block.rows());
                    for (int i = 0; i < block.offsets().length; i++) {
                        built.put(hashes[2 * i], hashes[2 * i + 1], block.offsets()[i]);
                    }
                }
            }
        }
        index = built;
    }

    /** Positions of the key's columns in a batch that holds nothing else. */
    private List<Integer> ownColumns() {
        return IntStream.range(0, columns.size()).boxed().toList();
    }

    private interface KeyConsumer {
        void accept(long high, long low, long position);
    }

    private void forEachKey(RowFile file, KeyConsumer consumer) {
        KeyHashes hasher = new KeyHashes(secret);
        try (ParquetBatchReader reader = parts.files()
                .open(file, parts.files().groups(file, List.of()), parts.columns(columns), parts.services().allocator())) {
            for (Batch next = reader.next(); next != null; next = reader.next()) {
                try (Batch batch = next) {
                    long first = reader.rowPosition();
                    long[] hashes = hasher.of(batch, ownColumns());
                    for (int i = 0; i < batch.physicalRows(); i++) {
                        consumer.accept(hashes[2 * i], hashes[2 * i + 1], first + i);
                    }
                }
            }
        }
    }

    /** To be built again. */
    synchronized void forget() {
        index = null;
    }

    /** Before all keys are replaced, the ones there need not be known. */
    synchronized void ensureThere() {
        index = index == null ? new KeyIndex() : index;
    }

    /** Waits until every row that is on its way has arrived, or has not. */
    void awaitPending() {
        for (CompletableFuture<?> append : pending) {
            append.handle((result, error) -> null).join();
        }
        pending.clear();
    }

    void addPending(CompletableFuture<?> append) {
        pending.removeIf(CompletableFuture::isDone);
        pending.add(append);
    }

    synchronized long find(long high, long low) {
        return index.find(high, low);
    }

    /** The place of each physical row's key, null where there is none. Nothing may be pending. */
    synchronized List<Place> places(long[] hashes) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < hashes.length; i += 2) {
            long location = index.find(hashes[i], hashes[i + 1]);
            places.add(location == KeyIndex.NONE ? null : place(location));
        }
        return places;
    }

    /** Puts the rows' keys in as pending; if one is there already, puts none in and throws UNIQUE_VIOLATION. */
    void reserve(CatalogObject.Table table, Batch rows, long[] hashes) {
        for (int i = 0; i < rows.physicalRows(); i++) {
            if (find(hashes[2 * i], hashes[2 * i + 1]) == PENDING) {
                awaitPending();
                break;
            }
        }
        synchronized (this) {
            for (int i = 0; i < rows.physicalRows(); i++) {
                if (index.find(hashes[2 * i], hashes[2 * i + 1]) != KeyIndex.NONE) {
                    for (int j = 0; j < i; j++) {
                        index.remove(hashes[2 * j], hashes[2 * j + 1]);
                    }
                    throw violation(table, rows, columns, i);
                }
                index.put(hashes[2 * i], hashes[2 * i + 1], PENDING);
            }
        }
    }

    synchronized void located(long[] hashes, long firstOffset) {
        for (int i = 0; i < hashes.length; i += 2) {
            index.put(hashes[i], hashes[i + 1], firstOffset + i / 2);
        }
    }

    synchronized void refused(long[] hashes) {
        for (int i = 0; i < hashes.length; i += 2) {
            index.remove(hashes[i], hashes[i + 1]);
        }
    }

    private static MillraceException violation(CatalogObject.Table table, Batch rows, List<Integer> keyColumns, int row) {
        List<String> values = new ArrayList<>();
        for (int column : keyColumns) {
            values.add(String.valueOf(Values.read(rows.column(column), row)));
        }
        return new MillraceException(
                ErrorCode.UNIQUE_VIOLATION,
                "duplicate key value violates the primary key of table \"" + table.name() + "\": key ("
                        + String.join(", ", table.primaryKey())
                        + ")=(" + String.join(", ", values) + ") already exists");
    }

    /** The keys that a change takes out and puts in, checked against the table before it is written. */
    final class Changes {
        private final CatalogObject.Table table;
        private final boolean replacesAll;
        private final KeyIndex out = new KeyIndex();
        private final KeyIndex in = new KeyIndex();
        private final List<long[]> outHashes = new ArrayList<>();
        private final List<long[]> inHashes = new ArrayList<>();
        private final List<RowFile> inFiles = new ArrayList<>();

        /** @param replacesAll whether no key that is there stays */
        Changes(CatalogObject.Table table, boolean replacesAll) {
            this.table = table;
            this.replacesAll = replacesAll;
        }

        void takeOut(Batch rows) {
            takeOut(hashes(rows));
        }

        private void takeOut(long[] hashes) {
            for (int i = 0; i < hashes.length; i += 2) {
                out.put(hashes[i], hashes[i + 1], 0);
            }
            outHashes.add(hashes);
        }

        void takeOut(RowFile file) {
            forEachKey(file, (high, low, position) -> {
                out.put(high, low, 0);
                outHashes.add(new long[] {high, low});
            });
        }

        /** UNIQUE_VIOLATION if a key would be there twice. */
        void putIn(Batch rows) {
            long[] hashes = hashes(rows);
            putIn(rows, columns, hashes);
            inHashes.add(hashes);
        }

        private void putIn(Batch rows, List<Integer> keyColumns, long[] hashes) {
            for (int i = 0; i < hashes.length; i += 2) {
                boolean taken = in.find(hashes[i], hashes[i + 1]) != KeyIndex.NONE;
                if (!taken && !replacesAll) {
                    taken = find(hashes[i], hashes[i + 1]) != KeyIndex.NONE && out.find(hashes[i], hashes[i + 1]) == KeyIndex.NONE;
                }
                if (taken) {
                    throw violation(table, rows, keyColumns, i / 2);
                }
                in.put(hashes[i], hashes[i + 1], 0);
            }
        }

        void putIn(RowFile file) {
            KeyHashes hasher = new KeyHashes(secret);
            try (ParquetBatchReader reader = parts.files()
                    .open(file, parts.files().groups(file, List.of()), parts.columns(columns), parts.services().allocator())) {
                for (Batch next = reader.next(); next != null; next = reader.next()) {
                    try (Batch batch = next) {
                        putIn(batch, ownColumns(), hasher.of(batch, ownColumns()));
                    }
                }
            }
            inFiles.add(file);
        }

        /** @param inlineOffset of the first row that came in through the log */
        void apply(long inlineOffset) {
            synchronized (KeyConstraint.this) {
                if (replacesAll) {
                    index.clear();
                }
                outHashes.forEach(KeyConstraint.this::refused);
                inHashes.forEach(hashes -> located(hashes, inlineOffset));
                for (RowFile file : inFiles) {
                    forEachKey(file, (high, low, position) -> index.put(high, low, location(file, position)));
                }
            }
        }
    }

    /** A flush moved rows; those that were changed since have other places already. */
    synchronized void moved(MovedRows moved) {
        if (index == null) {
            return;
        }
        for (RowFileWriter.Written file : moved.files()) {
            forEachKey(file.file(), (high, low, position) -> {
                long origin = file.origins()[(int) position];
                long before = MovedRows.isOfFile(origin) ? location(moved.rewritten(origin), MovedRows.position(origin)) : origin;
                if (index.find(high, low) == before) {
                    index.put(high, low, location(file.file(), position));
                }
            });
        }
    }

    long bytes() {
        KeyIndex built = index;
        return built == null ? 0 : built.bytes();
    }
}
