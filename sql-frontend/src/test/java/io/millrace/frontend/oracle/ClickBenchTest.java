package io.millrace.frontend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.clickbench.HitsData;
import io.millrace.testkit.clickbench.HitsQuery;
import io.millrace.testkit.oracle.AnswerComparison;
import io.millrace.testkit.oracle.DuckDb;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ClickBench's 43 queries, standard text and with thresholds that few rows meet too: DuckDB's answers are ours. */
class ClickBenchTest {
    private static final long ROWS = Long.getLong("millrace.clickbench.rows", 30_000);

    @TempDir
    static Path directory;

    private static TestServer server;
    private static DuckDb duck;

    @BeforeAll
    static void start() {
        Path file = HitsData.parquet(Path.of("target/data"), ROWS);
        server = new TestServer(directory, 1);
        duck = DuckDb.open();
        ours("CREATE EXTERNAL TABLE hits WITH (location = '" + file + "', format = 'parquet')");
        duck.execute("CREATE VIEW hits AS SELECT * FROM read_parquet('" + file + "')");
    }

    @AfterAll
    static void stop() {
        server.close();
        duck.close();
    }

    static Stream<HitsQuery> queries() {
        return HitsQuery.all().stream().flatMap(query -> Stream.of(query, query.loosened()).distinct());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void answersAsDuckDbDoes(HitsQuery query) {
        assertEquals("", AnswerComparison.difference(query.text(), duck::query, ClickBenchTest::ours));
    }

    private static List<List<Object>> ours(String text) {
        return SqlRows.of(server.server().engine(), Session.initial(), text);
    }
}
