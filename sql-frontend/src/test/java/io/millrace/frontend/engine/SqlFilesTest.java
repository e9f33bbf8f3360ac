package io.millrace.frontend.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Values;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.testkit.sql.SqlFile;
import io.millrace.testkit.sql.SqlFileRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every file of src/test/resources/sql on one real node, each file in a schema of its own. {@code ${dir}} is a directory that the file may write to. */
class SqlFilesTest {
    private static final Path FILES = Path.of("src/test/resources/sql");

    @TempDir
    static Path directory;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(directory.resolve("data"), 7);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static List<String> files() throws IOException {
        try (Stream<Path> paths = Files.list(FILES)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void fileHolds(String name) throws IOException {
        SqlEngine engine = server.server().engine();
        String schema = name.replace(".sql", "");
        Session session = Session.initial();
        engine.runOne("CREATE SCHEMA " + schema, session).close();
        engine.runOne("USE " + schema, session).close();
        Path scratch = Files.createDirectories(directory.resolve(schema));
        String text = Files.readString(FILES.resolve(name)).replace("${dir}", scratch.toString());
        List<String> differences = new SqlFileRunner(sql -> rows(engine, session, sql)).run(SqlFile.parse(name, text));
        assertEquals("", String.join("\n", differences));
    }

    private static List<List<Object>> rows(SqlEngine engine, Session session, String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (StatementResult result = engine.runOne(sql, session)) {
            switch (result) {
                case StatementResult.Rows answer -> RowTransfer.each(answer.rows(), batch -> rows.addAll(Values.readRows(batch)));
                case StatementResult.Done done -> {
                    if (done.count() >= 0) {
                        rows.add(List.of(done.count()));
                    }
                }
            }
        }
        return rows;
    }
}
