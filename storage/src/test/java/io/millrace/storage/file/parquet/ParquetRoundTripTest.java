package io.millrace.storage.file.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.AtomicFile;
import io.millrace.storage.file.Duck;
import io.millrace.storage.file.Scans;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What our writer writes, our reader and DuckDB read. */
class ParquetRoundTripTest {
    private static final SqlType PAIR = SqlType.row(List.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.array(SqlType.VARCHAR))));
    private static final Schema SCHEMA = Schema.of(
            new Field("id", SqlType.BIGINT, false),
            Field.of("a_boolean", SqlType.BOOLEAN),
            Field.of("a_tinyint", SqlType.TINYINT),
            Field.of("a_smallint", SqlType.SMALLINT),
            Field.of("an_integer", SqlType.INTEGER),
            Field.of("a_real", SqlType.REAL),
            Field.of("a_double", SqlType.DOUBLE),
            Field.of("a_decimal9", SqlType.decimal(9, 2)),
            Field.of("a_decimal18", SqlType.decimal(18, 4)),
            Field.of("a_decimal25", SqlType.decimal(25, 6)),
            Field.of("a_decimal38", SqlType.decimal(38, 0)),
            Field.of("a_varchar", SqlType.VARCHAR),
            Field.of("a_binary", SqlType.BINARY),
            Field.of("a_uuid", SqlType.UUID),
            Field.of("a_json", SqlType.JSON),
            Field.of("a_date", SqlType.DATE),
            Field.of("a_time", SqlType.TIME),
            Field.of("a_time9", SqlType.time(9)),
            Field.of("a_timestamp", SqlType.TIMESTAMP),
            Field.of("a_timestamp9", SqlType.timestamp(9)),
            Field.of("an_instant", SqlType.TIMESTAMP_TZ),
            Field.of("numbers", SqlType.array(SqlType.BIGINT)),
            Field.of("pair", PAIR),
            Field.of("pairs", SqlType.array(PAIR)),
            Field.of("entries", SqlType.map(SqlType.VARCHAR, SqlType.array(SqlType.INTEGER))));

    @TempDir
    private Path directory;

    private static List<List<Object>> rows(int count, long seed) {
        Random random = new Random(seed);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[SCHEMA.size()];
            for (int c = 0; c < row.length; c++) {
                row[c] = c > 0 && random.nextInt(5) == 0 ? null : value(SCHEMA.type(c), i, random);
            }
            rows.add(Arrays.asList(row));
        }
        return rows;
    }

    private static Object value(SqlType type, int i, Random random) {
        return switch (type.kind()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> random.nextInt(256) - 128;
            case SMALLINT -> random.nextInt(65536) - 32768;
            case INTEGER -> random.nextInt();
            case BIGINT -> (long) i;
            case REAL -> random.nextFloat();
            case DOUBLE -> random.nextGaussian();
            case DECIMAL -> new BigDecimal(
                    new BigInteger(BigInteger.TEN.pow(type.precision()).bitLength() - 1, random)
                            .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                    type.scale());
            case CHAR, VARCHAR ->
                    random.nextBoolean() ? "word " + random.nextInt(9) : "größe " + random.nextLong() + "x".repeat(random.nextInt(50));
            case BINARY -> ("bytes " + random.nextInt()).getBytes(StandardCharsets.UTF_8);
            case UUID -> new UUID(random.nextLong(), random.nextLong());
            case JSON -> "{\"a\": " + random.nextInt() + "}";
            case DATE -> LocalDate.ofEpochDay(random.nextInt(80000) - 40000);
            case TIME -> LocalTime.ofNanoOfDay(
                    random.nextLong(86_400_000_000_000L) / (type.precision() > 6 ? 1 : 1000) * (type.precision() > 6 ? 1 : 1000));
            case TIMESTAMP -> LocalDateTime.of(1990, 1, 1, 0, 0).plusSeconds(random.nextInt())
                    .plusNanos(type.precision() > 6 ? random.nextInt(1000) : 0);
            case TIMESTAMP_TZ -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1000) * 1000L);
            case INTERVAL_YEAR_MONTH -> Period.ofMonths(random.nextInt(500) - 250).normalized();
            case INTERVAL_DAY_TIME -> Duration.ofSeconds(random.nextInt());
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                for (int n = random.nextInt(4); n > 0; n--) {
                    elements.add(random.nextInt(4) == 0 ? null : value(type.element(), i, random));
                }
                yield elements;
            }
            case MAP -> {
                Map<Object, Object> entries = new java.util.LinkedHashMap<>();
                for (int n = random.nextInt(3); n > 0; n--) {
                    entries.put("key " + random.nextInt(9), random.nextInt(3) == 0 ? null : value(type.fields().get(1).type(), i, random));
                }
                yield entries;
            }
            case ROW ->
                    Arrays.asList(type.fields().stream().map(f -> random.nextInt(4) == 0 ? null : value(f.type(), i, random)).toArray());
            case NULL -> null;
        };
    }

    private static void write(Path path, Schema schema, ParquetWriteOptions options, List<List<Object>> rows, int batchRows) {
        try (RootAllocator allocator = new RootAllocator();
                TableSink sink = new ParquetSink(new AtomicFile(path), schema, options)) {
            for (int from = 0; from < rows.size(); from += batchRows) {
                try (BatchBuilder builder = new BatchBuilder(allocator, schema, batchRows)) {
                    rows.subList(from, Math.min(rows.size(), from + batchRows)).forEach(row -> builder.row(row.toArray()));
                    sink.write(builder.build());
                }
            }
            assertEquals(rows.size(), sink.commit());
        }
    }

    @ParameterizedTest
    @EnumSource(value = CompressionCodecName.class, names = {"ZSTD", "SNAPPY", "GZIP", "LZ4_RAW", "UNCOMPRESSED"})
    void everyTypeComesBack(CompressionCodecName codec) {
        Path file = directory.resolve("all.parquet");
        List<List<Object>> rows = rows(7000, 42);
        write(file, SCHEMA, ParquetWriteOptions.DEFAULT.withCodec(codec).withRowGroupRows(3000).withPageBytes(4096), rows, 999);
        TableSource source = Scans.parquet(file);
        assertEquals(SCHEMA, source.schema());
        List<List<Object>> expected = Duck.comparable(rows);
        List<List<Object>> actual = Duck.comparable(Scans.rows(source));
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i), actual.get(i), "row " + i);
        }
    }

    @Test
    void duckReadsTheSame() {
        Path file = directory.resolve("all.parquet");
        List<List<Object>> rows = rows(5000, 7);
        write(file, SCHEMA, ParquetWriteOptions.DEFAULT.withRowGroupRows(2000), rows, 500);
        String columns =
                "id, a_boolean, a_tinyint, a_smallint, an_integer, a_real, a_double, a_decimal9, a_decimal18, a_decimal25, a_decimal38, a_varchar, a_binary, "
                        + "a_uuid, a_date, a_time, a_timestamp, a_timestamp9, an_instant, numbers, pair, pairs, entries";
        List<Integer> indexes = Arrays.stream(columns.split(", ")).map(SCHEMA::indexOf).toList();
        try (Duck duck = new Duck()) {
            List<List<Object>> actual = duck.rows("SELECT " + columns + " FROM read_parquet('" + file + "')");
            List<List<Object>> expected =
                    Duck.comparable(rows.stream().map(row -> Arrays.asList(indexes.stream().map(row::get).toArray())).toList());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), actual.get(i), "row " + i);
            }
        }
    }

    @Test
    void nothingIsLeftBehindWithoutCommit() throws Exception {
        Path file = directory.resolve("x.parquet");
        Schema schema = Schema.of(Field.of("a", SqlType.INTEGER));
        try (RootAllocator allocator = new RootAllocator();
                TableSink sink = new ParquetSink(new AtomicFile(file), schema, ParquetWriteOptions.DEFAULT);
                BatchBuilder builder = new BatchBuilder(allocator, schema, 1)) {
            Batch batch = builder.row(1).build();
            sink.write(batch);
        }
        try (var files = Files.list(directory)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void nullInARequiredColumnIsRefused() {
        Schema schema = Schema.of(new Field("a", SqlType.INTEGER, false));
        MillraceException e = assertThrows(
                MillraceException.class,
                () -> write(directory.resolve("x.parquet"), schema, ParquetWriteOptions.DEFAULT, List.of(Arrays.asList((Object) null)), 1));
        assertEquals(ErrorCode.NOT_NULL_VIOLATION, e.code());
        assertEquals("null in column a, which must not be null", e.getMessage());
    }
}
