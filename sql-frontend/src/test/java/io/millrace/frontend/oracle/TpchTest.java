package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import io.millrace.testkit.tpch.TpchData;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TPC-H's 22 queries, standard text, over Parquet files: DuckDB's answers are ours. */
class TpchTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static DuckDb duck;

    @BeforeAll
    static void start() {
        Path files = TpchData.parquet(Path.of("target/data"), 0.01);
        server = new TestServer(directory, 1);
        duck = DuckDb.open();
        for (String table : TpchData.tables()) {
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

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void answersAsDuckDbDoes(int query) {
        String text = TpchData.query(query);
        List<List<Object>> expected = duck.query(text);
        assertEquals("", RowDiff.unordered(expected, SqlRows.of(server.server().engine(), Session.initial(), text)));
    }
}
