package io.millrace.frontend.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import io.millrace.testkit.oracle.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus asked of PostgreSQL as well, in the profile of tests that take minutes. {@code -Dmillrace.corpus=write} writes answers on which both agree into
 * the files, and those to blocks that say {@code skipif postgresql}, which are for people to read. {@code -Dmillrace.corpus.files=a,b} takes some.
 */
@Tag("long")
class CorpusPostgresTest {
    @TempDir
    Path directory;

    @Test
    void answersAreThoseOfPostgres() throws IOException, SQLException {
        boolean write = "write".equals(System.getProperty("millrace.corpus"));
        String chosen = System.getProperty("millrace.corpus.files", "");
        List<String> files = chosen.isEmpty() ? CorpusTest.files() : List.of(chosen.split(","));
        List<String> differences = new ArrayList<>();
        try (TestServer server = new TestServer(directory.resolve("data"), 7);
                PostgresServer postgres = PostgresServer.start("fsync=off", "timezone=UTC")
                        .orElseThrow(() -> new AssertionError("install PostgreSQL (package postgresql) to run this test"));
                Connection connection = DriverManager.getConnection(postgres.url() + "&preferQueryMode=simple")) {
            CorpusConfirmation confirmation = new CorpusConfirmation(server.server().engine(), connection);
            for (String file : files) {
                differences.addAll(confirmation.confirm(CorpusTest.FILES.resolve(file), write, directory));
            }
        }
        assertEquals("", String.join("\n", differences));
    }
}
