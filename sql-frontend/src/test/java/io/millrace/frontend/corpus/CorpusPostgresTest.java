package io.millrace.frontend.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.frontend.server.TestServer;
import io.millrace.testkit.oracle.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The corpus asked of PostgreSQL as well. {@code -Dmillrace.corpus=postgres} compares; {@code -Dmillrace.corpus=write} writes answers on which both agree
 * into the files, and those to blocks that say {@code skipif postgresql}, which are for people to read. {@code -Dmillrace.corpus.files=a,b} takes some.
 */
@EnabledIfSystemProperty(named = "millrace.corpus", matches = "postgres|write")
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
                PostgresServer postgres = PostgresServer.start();
                Connection connection = postgres.connect()) {
            CorpusConfirmation confirmation = new CorpusConfirmation(server.server().engine(), connection);
            for (String file : files) {
                differences.addAll(confirmation.confirm(CorpusTest.FILES.resolve(file), write, directory));
            }
        }
        assertEquals("", String.join("\n", differences));
    }
}
