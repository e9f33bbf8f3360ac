package io.millrace.storage.file.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.AtomicFile;
import io.millrace.storage.file.Duck;
import io.millrace.storage.file.Scans;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages are left out by the page index, never a row that matches; values are those of their rows. */
class PagePruningTest {
    private static final int ROWS = 20_000;
    private static final List<SqlType> TYPES =
            List.of(SqlType.BIGINT, SqlType.INTEGER, SqlType.VARCHAR, SqlType.decimal(25, 2), SqlType.DATE,
                    SqlType.TIMESTAMP, SqlType.DOUBLE, SqlType.BOOLEAN);
    private static final Schema SCHEMA = schema();

    @TempDir
    private Path directory;

    private final Random random = new Random(17);
    private List<List<Object>> rows;
    private Path file;

    private static Schema schema() {
        List<Field> fields = new ArrayList<>(List.of(new Field("id", SqlType.BIGINT, false)));
        TYPES.forEach(type -> fields.add(Field.of("c" + fields.size(), type)));
        return new Schema(fields);
    }

    /** Values that grow with the row, so that pages differ, with noise, runs of NULL and repetitions that make dictionaries. */
    private static Object value(SqlType type, long at) {
        return switch (type.kind()) {
            case BIGINT -> at;
            case INTEGER -> (int) (at / 50);
            case VARCHAR -> "größe %06d %s".formatted(at / 3, "x".repeat((int) (at % 90)));
            case DECIMAL -> BigDecimal.valueOf(at - 7000, 2).setScale(2);
            case DATE -> LocalDate.ofEpochDay(at - 3000);
            case TIMESTAMP -> LocalDateTime.of(1969, 12, 1, 0, 0).plusMinutes(at * 7);
            case DOUBLE -> at % 997 == 0 ? Double.NaN : at / 8.0 - 500;
            case BOOLEAN -> at > 9_000;
            default -> throw new AssertionError(type);
        };
    }

    @BeforeEach
    void write() {
        rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Object[] row = new Object[SCHEMA.size()];
            row[0] = (long) i;
            for (int c = 1; c < row.length; c++) {
                boolean isNull = i / 1500 % 5 == c % 5 || random.nextInt(30) == 0;
                row[c] = isNull ? null : value(SCHEMA.type(c), i + random.nextInt(20));
            }
            rows.add(Arrays.asList(row));
        }
        file = directory.resolve("pages.parquet");
        try (RootAllocator allocator = new RootAllocator();
                TableSink sink = new ParquetSink(new AtomicFile(file), SCHEMA,
                        ParquetWriteOptions.DEFAULT.withRowGroupRows(9_000).withPageBytes(2_000))) {
            for (int from = 0; from < ROWS; from += 1000) {
                try (BatchBuilder builder = new BatchBuilder(allocator, SCHEMA, 1000)) {
                    rows.subList(from, from + 1000).forEach(row -> builder.row(row.toArray()));
                    sink.write(builder.build());
                }
            }
            sink.commit();
        }
    }

    private ColumnPredicate predicate() {
        int column = random.nextInt(SCHEMA.size());
        SqlType type = SCHEMA.type(column);
        long from = random.nextInt(ROWS);
        return switch (random.nextInt(4)) {
            case 0 -> new ColumnPredicate.Nullness(column, random.nextBoolean());
            case 1 -> new ColumnPredicate.OneOf(column, List.of(literal(type, from), literal(type, random.nextInt(ROWS))));
            case 2 ->
                    new ColumnPredicate.Range(column, literal(type, from), random.nextBoolean(), literal(type, from + random.nextInt(900)),
                            random.nextBoolean());
            default -> random.nextBoolean()
                    ? new ColumnPredicate.Range(column, literal(type, from), random.nextBoolean(), null, false)
                    : new ColumnPredicate.Range(column, null, false, literal(type, from), random.nextBoolean());
        };
    }

    private static Object literal(SqlType type, long at) {
        return value(type, type.kind() == SqlType.Kind.DOUBLE && at % 997 == 0 ? at + 1 : at);
    }

    private static boolean passes(List<Object> row, ColumnPredicate predicate) {
        Object value = row.get(predicate.column());
        // NaN is greater than all numbers
        boolean nan = value instanceof Double d && d.isNaN();
        return nan && predicate instanceof ColumnPredicate.Range range ? range.upper() == null
                : nan && predicate instanceof ColumnPredicate.OneOf ? false : PredicateTest.passes(predicate, value);
    }

    private List<List<Object>> read(List<ColumnPredicate> predicates, int batchRows) {
        List<Integer> all = new ArrayList<>();
        for (int c = 0; c < SCHEMA.size(); c++) {
            all.add(c);
        }
        return Scans.rows(Scans.parquet(file), Scans.request(all, predicates, null, batchRows));
    }

    @Test
    void everyMatchIsThere() {
        Map<Long, List<Object>> byId = new HashMap<>();
        List<List<Object>> comparable = Duck.comparable(rows);
        comparable.forEach(row -> byId.put((Long) row.get(0), row));
        for (int round = 0; round < 150; round++) {
            List<ColumnPredicate> predicates = new ArrayList<>(List.of(predicate()));
            if (random.nextBoolean()) {
                predicates.add(predicate());
            }
            List<List<Object>> found = Duck.comparable(read(predicates, 1 + random.nextInt(3000)));
            List<Object> ids = found.stream().map(row -> row.get(0)).toList();
            found.forEach(row -> assertEquals(byId.get((Long) row.get(0)), row, predicates.toString()));
            assertEquals(ids.stream().distinct().sorted().toList(), ids, "in order, once: " + predicates);
            List<Object> matching =
                    rows.stream().filter(row -> predicates.stream().allMatch(p -> passes(row, p))).map(row -> row.get(0)).toList();
            assertTrue(new java.util.HashSet<>(ids).containsAll(matching), "all that match: " + predicates);
        }
    }

    @Test
    void pagesAreLeftOut() {
        for (int column : new int[] {0, 1, 2, 3, 4, 5, 6}) {
            List<ColumnPredicate> predicates = List.of(new ColumnPredicate.Range(
                    column, literal(SCHEMA.type(column), 12_001), true, literal(SCHEMA.type(column), 12_101), true));
            int read = read(predicates, 1000).size();
            assertTrue(read > 0 && read < ROWS / 3, read + " rows of " + SCHEMA.field(column));
        }
        assertEquals(ROWS, read(List.of(new ColumnPredicate.Range(0, -1L, true, (long) ROWS, true)), 1000).size());
    }

    @Test
    void aDamagedIndexIsFoundOrHarmless() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        ParquetFile footer = ParquetFile.open(file);
        ParquetNode.Leaf leaf = footer.leaves().get(0);
        int at = (int) footer.chunk(1, leaf).getColumn_index_offset();
        int length = footer.chunk(1, leaf).getColumn_index_length();
        int places = (int) footer.chunk(1, leaf).getOffset_index_offset();
        int placesLength = footer.chunk(1, leaf).getOffset_index_length();
        int refused = 0;
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            int position = random.nextBoolean() ? at + random.nextInt(Math.min(length, 12)) : places + random.nextInt(placesLength);
            damaged[position] = (byte) random.nextInt();
            Files.write(file, damaged);
            try {
                read(List.of(new ColumnPredicate.Range(0, 12_000L, true, 12_100L, true)), 1000);
            } catch (MillraceException e) {
                assertEquals(ErrorCode.CORRUPT_FILE, e.code());
                assertTrue(e.getMessage().startsWith("file " + file), e.getMessage());
                refused++;
            }
        }
        assertTrue(refused > 5, refused + " of the damages were found");
    }
}
