package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.oracle.TotalOrder;
import io.millrace.testkit.tpcds.TpcdsData;
import io.millrace.testkit.tpcds.TpcdsQuery;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TPC-DS's 99 queries, standard text, over Parquet files: DuckDB's answers are ours, in the same order where the query says one. */
class TpcdsTest {
    private static final double SCALE_FACTOR = Double.parseDouble(System.getProperty("millrace.tpcds.sf", "0.05"));

    @TempDir
    static Path directory;

    private static TestServer server;
    private static DuckDb duck;

    @BeforeAll
    static void start() {
        Path files = TpcdsData.parquet(Path.of("target/data"), SCALE_FACTOR);
        server = new TestServer(directory, 1);
        duck = DuckDb.open();
        duck.nullsLikePostgres();
        for (String table : TpcdsData.tables()) {
            Path file = files.resolve(table + ".parquet");
            SqlRows.of(server.server().engine(), Session.initial(),
                    "CREATE EXTERNAL TABLE " + table + " WITH (location = '" + file + "', format = 'parquet')");
            duck.execute("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + file + "')");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        duck.close();
    }

    static List<TpcdsQuery> queries() {
        return TpcdsQuery.all();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAsDuckDbDoes(TpcdsQuery query) {
        List<List<Object>> expected = duck.query(query.text());
        List<List<Object>> actual;
        try {
            actual = ours(query.text());
        } catch (MillraceException e) {
            // Of so few rows a query may divide by a count of none: an error by the standard, no number in DuckDB.
            assertEquals(ErrorCode.DIVISION_BY_ZERO, e.code(), e.getMessage());
            assertTrue(expected.stream().flatMap(List::stream).anyMatch(TpcdsTest::isNoNumber), e.getMessage());
            return;
        }
        if (!RowDiff.ordered(expected, actual).isEmpty()) {
            // Rows that tie may come in any order, and the limit may cut between them.
            String text = TotalOrder.of(query.text(), expected.isEmpty() ? 0 : expected.getFirst().size());
            assertEquals("", RowDiff.ordered(duck.query(text), ours(text)));
        }
    }

    private static boolean isNoNumber(Object value) {
        return value == null || value instanceof Double number && !Double.isFinite(number);
    }

    private static List<List<Object>> ours(String text) {
        return SqlRows.of(server.server().engine(), Session.initial(), text);
    }
}
