package io.millrace.storage.file.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.port.TableSource;
import io.millrace.storage.file.Duck;
import io.millrace.storage.file.Scans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that DuckDB wrote come out as DuckDB reads them. */
class DuckParquetTest {
    private static final String FLAT =
            """
                    SELECT
                      i % 3 = 0 AS a_boolean,
                      (i % 200 - 100)::TINYINT AS a_tinyint,
                      (i % 60000 - 30000)::SMALLINT AS a_smallint,
                      (i * 7919 - 100000)::INTEGER AS an_integer,
                      (i * 1234567891)::BIGINT AS a_bigint,
                      (i % 256)::UTINYINT AS a_utinyint,
                      (i % 65536)::USMALLINT AS a_usmallint,
                      (4294967295 - i)::UINTEGER AS a_uinteger,
                      (18446744073709551615 - i::HUGEINT)::UBIGINT AS a_ubigint,
                      (i / 7)::FLOAT AS a_float,
                      i / 3.0::DOUBLE AS a_double,
                      (i / 100)::DECIMAL(4, 1) AS a_decimal4,
                      (i * 1.01)::DECIMAL(9, 2) AS a_decimal9,
                      (i * -1.00003)::DECIMAL(18, 5) AS a_decimal18,
                      (i::HUGEINT * 12345678901234567890)::DECIMAL(38, 3) AS a_decimal38,
                      'text ' || (i % 13) AS a_dictionary,
                      'größe ' || i || repeat('x', (i % 40)::INTEGER) AS a_text,
                      ('\\xAA' || i)::BLOB AS a_blob,
                      DATE '1960-01-01' + (i * 3)::INTEGER AS a_date,
                      TIME '00:00:01.5' + INTERVAL (i % 80000) SECOND AS a_time,
                      TIMESTAMP '1900-01-01 01:02:03.456789' + INTERVAL (i * 1001) SECOND AS a_timestamp,
                      TIMESTAMPTZ '2020-01-01 01:02:03+00' + INTERVAL (i) MINUTE AS a_timestamptz,
                      (TIMESTAMP '2001-01-01 01:02:03' + INTERVAL (i) SECOND)::TIMESTAMP_MS AS a_millis,
                      (TIMESTAMP '2001-01-01 01:02:03' + INTERVAL (i) SECOND)::TIMESTAMP_NS AS a_nanos,
                      ('00000000-0000-0000-0000-' || lpad(i::VARCHAR, 12, '0'))::UUID AS a_uuid
                    FROM range(20000) t(i)
                    """;

    private static Duck duck;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() {
        duck = new Duck();
    }

    @AfterAll
    static void stop() {
        duck.close();
    }

    private static void check(Path file, String sql) {
        List<List<Object>> expected = duck.rows(sql);
        TableSource source = Scans.parquet(file);
        for (int batchRows : new int[] {7, 1000, 8192}) {
            List<List<Object>> actual = Duck.comparable(Scans.rows(source, Scans.all(source, batchRows)));
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.get(i), actual.get(i), "row " + i + " of " + source.schema());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"snappy, v1", "zstd, v1", "gzip, v1", "uncompressed, v1", "lz4_raw, v1", "zstd, v2", "snappy, v2"})
    void everyFlatType(String codec, String version) {
        Path file = directory.resolve("flat-" + codec + version + ".parquet");
        duck.run("COPY (" + FLAT + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 6000, CODEC '" + codec + "', PARQUET_VERSION "
                + version + ")");
        check(file, FLAT);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 1000000})
    void nullsAtEveryDensity(int oneIn) {
        Path file = directory.resolve("nulls-" + oneIn + ".parquet");
        String sql = "SELECT "
                + String.join(
                        ", ",
                        List.of("i % 3 = 0", "i::INTEGER", "i * 100000", "'v' || i % 5", "'w' || i", "i / 3.0::DOUBLE", "i::DECIMAL(30,0)",
                                "i::DECIMAL(9, 0)",
                                "i::FLOAT", "DATE '2000-01-01' + (i % 9)::INTEGER").stream()
                                .map(e -> "CASE WHEN hash(i, '" + e.replace("'", "") + "') % " + oneIn + " <> 0 THEN " + e + " END AS \""
                                        + e.replace("'", "") + "\"")
                                .toList())
                + " FROM range(15000) t(i)";
        duck.run("COPY (" + sql + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 4096)");
        check(file, sql);
    }

    @Test
    void nestedTypes() {
        Path file = directory.resolve("nested.parquet");
        String sql =
                """
                        SELECT i,
                          CASE WHEN i % 5 <> 0 THEN [CASE WHEN (i + k) % 3 <> 0 THEN i * k END FOR k IN range(i % 4)] END AS numbers,
                          CASE WHEN i % 7 <> 0 THEN {'a': i, 'b': CASE WHEN i % 2 = 0 THEN 'x' || i END} END AS pair,
                          [[1, i], [], NULL, [i % 3]] AS lists,
                          MAP {'k' || i % 3: i, 'z': NULL} AS entries,
                          CASE WHEN i % 11 <> 0 THEN [{'p': i % 2 = 0, 'q': [i::DECIMAL(20, 1)]}, NULL] END AS rows
                        FROM range(9000) t(i)
                        """;
        duck.run("COPY (" + sql + ") TO '" + file + "' (FORMAT parquet, ROW_GROUP_SIZE 3000)");
        check(file, sql);
    }
}
