package io.millrace.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inserts, changes, overwrites, flushes and restarts in random order, beside a list in memory; and every version of the past again. */
final class TableRandomTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("id", SqlType.INTEGER, false), Field.of("part", SqlType.VARCHAR), Field.of("value", SqlType.DOUBLE));
    private static final int STEPS = 60;

    @TempDir
    private Path directory;

    private CatalogObject.Table table;
    private TableFixture t;
    private Random random;
    private List<List<Object>> model = new ArrayList<>();
    private final TreeMap<Long, List<List<Object>>> past = new TreeMap<>();
    private final Map<Long, List<List<Object>>> atTime = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sameAsAListInMemory(long seed) {
        random = new Random(seed);
        boolean keyed = seed % 2 == 0;
        boolean partitioned = seed % 4 >= 2;
        table = TableFixture.table("t", SCHEMA, keyed ? List.of("id") : List.of(), partitioned ? List.of("part") : List.of());
        TableOptions options = TableOptions.DEFAULT.withInlineRows(12).withRetractionsInMemory(5).withSmallFiles(2);
        t = new TableFixture(directory, options);
        try {
            t.tables.create(table);
            for (int i = 0; i < STEPS; i++) {
                step(keyed, partitioned);
                check("seed " + seed + " step " + i);
            }
            checkPast(seed);
            checkChanges();
        } finally {
            t.close();
        }
    }

    private List<Object> row(int id) {
        Object part = random.nextInt(6) == 0 ? null : "p" + random.nextInt(3);
        Object value = switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> Double.NaN;
            case 2 -> -0.0;
            case 3 -> 0.0;
            default -> (double) random.nextInt(3);
        };
        return Arrays.asList(id, part, value);
    }

    private List<List<Object>> rows(boolean keyed) {
        List<List<Object>> rows = new ArrayList<>();
        int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 6);
        for (int i = 0; i < count; i++) {
            rows.add(row(keyed ? nextId++ : random.nextInt(12)));
        }
        return rows;
    }

    private int nextId;

    private void step(boolean keyed, boolean partitioned) {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                List<List<Object>> rows = rows(keyed);
                assertEquals(rows.size(), t.insert(table, rows));
                model.addAll(rows);
            }
            case 4, 5, 6 -> change(keyed);
            case 7, 8 -> t.tables.flush(table);
            case 9 -> {
                if (random.nextInt(3) == 0) {
                    t.restart();
                }
            }
            case 10 -> refused(keyed);
            default -> replace(keyed, partitioned);
        }
    }

    private void change(boolean keyed) {
        List<List<Object>> out = new ArrayList<>();
        List<List<Object>> in = new ArrayList<>();
        int count = Math.min(model.size(), 1 + random.nextInt(random.nextInt(4) == 0 ? 30 : 4));
        for (int i = 0; i < count; i++) {
            List<Object> old = model.remove(random.nextInt(model.size()));
            out.add(old);
            if (random.nextBoolean()) {
                in.add(row((Integer) old.get(0)));
            }
        }
        if (random.nextBoolean()) {
            in.addAll(rows(keyed));
        }
        model.addAll(in);
        t.change(table, out, in);
    }

    private void refused(boolean keyed) {
        if (model.isEmpty()) {
            return;
        }
        List<Object> some = model.get(random.nextInt(model.size()));
        try {
            if (keyed) {
                t.insert(table, List.of(row(nextId++), row((Integer) some.get(0))));
            } else {
                t.change(table, List.of(some, Arrays.asList(99, "not there", 1.0)), List.of());
            }
            throw new AssertionError("was not refused");
        } catch (MillraceException e) {
            assertEquals(keyed ? ErrorCode.UNIQUE_VIOLATION : ErrorCode.WRITE_CONFLICT, e.code());
        }
    }

    private void replace(boolean keyed, boolean partitioned) {
        int kind = random.nextInt(4);
        if (kind == 0) {
            t.tables.truncate(table);
            model.clear();
            return;
        }
        List<List<Object>> rows = rows(keyed);
        boolean byPartition = partitioned && kind > 1;
        try (TableSink sink = byPartition ? t.tables.overwritePartitions(table) : t.tables.overwrite(table)) {
            sink.write(t.batch(table, rows));
            sink.commit();
        }
        if (byPartition) {
            List<Object> parts = rows.stream().map(row -> row.get(1)).toList();
            model.removeIf(row -> parts.contains(row.get(1)));
        } else {
            model.clear();
        }
        model.addAll(rows);
    }

    /** Rows that are equal as the engine sees it print the same. */
    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.get(0) + "," + row.get(1) + "," + (row.get(2) instanceof Double d && d == 0 ? 0.0 : row.get(2)))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private void check(String when) {
        ScanTarget.ManagedTable pin = t.tables.pin(table);
        assertEquals(sorted(model), sorted(t.rows(table, pin)), when);
        assertEquals(model.size(), (int) t.tables.source(table, pin).statistics().rows(), 40.0, when);
        past.put(pin.headOffset(), List.copyOf(model));
        atTime.put(t.clock.epochMicros(), List.copyOf(model));
    }

    private void checkPast(long seed) {
        past.forEach((offset, rows) -> assertEquals(
                sorted(rows), sorted(t.rows(table, t.tables.at(table, offset))), "seed " + seed + " offset " + offset));
        atTime.forEach((micros, rows) -> assertEquals(
                sorted(rows),
                sorted(t.rows(table, t.tables.asOf(table, java.util.Optional.empty(), java.util.Optional.of(micros)))),
                "seed " + seed + " time " + micros));
        for (TableSnapshot snapshot : t.tables.snapshots(table)) {
            ScanTarget.ManagedTable target = t.tables.asOf(table, java.util.Optional.of(snapshot.id()), java.util.Optional.empty());
            assertEquals(sorted(past.floorEntry(snapshot.headOffset()).getValue()), sorted(t.rows(table, target)));
            assertEquals(past.floorEntry(snapshot.headOffset()).getValue().size(), snapshot.rows());
        }
    }

    /** The changes between any two versions, added to the first, give the second. */
    private void checkChanges() {
        List<Long> offsets = List.copyOf(past.keySet());
        for (int i = 0; i < 12; i++) {
            long from = offsets.get(random.nextInt(offsets.size()));
            long to = offsets.get(random.nextInt(offsets.size()));
            if (from > to) {
                continue;
            }
            Map<String, Long> sum = new TreeMap<>();
            sorted(past.get(from)).forEach(row -> sum.merge(row, 1L, Long::sum));
            t.tables.changes(table, from, to, List.of(0, 1, 2), t.allocator, batch -> add(batch, sum));
            sum.values().removeIf(weight -> weight == 0);
            Map<String, Long> expected = new TreeMap<>();
            sorted(past.get(to)).forEach(row -> expected.merge(row, 1L, Long::sum));
            assertEquals(expected, sum, "changes " + from + " to " + to);
        }
    }

    private void add(Batch batch, Map<String, Long> sum) {
        try (batch; Column weights = batch.weights() == null ? null : batch.weights().flatten(t.allocator)) {
            List<List<Object>> rows = Values.readRows(batch);
            for (int i = 0; i < rows.size(); i++) {
                long weight = weights == null ? 1 : ((FixedColumn) weights).longAt(i);
                sum.merge(sorted(List.of(rows.get(i))).get(0), weight, Long::sum);
            }
        }
    }
}
