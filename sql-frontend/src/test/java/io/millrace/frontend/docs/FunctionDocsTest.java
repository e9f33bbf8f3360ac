package io.millrace.frontend.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.value.ClientText;
import io.millrace.planner.function.FunctionCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/sql/functions.md shows every function with an example and what it gives; {@code -Dmillrace.docs=rewrite} writes it anew. */
class FunctionDocsTest {
    private static final Path DOCS = Path.of("../docs/sql/functions.md");

    @TempDir
    private Path directory;

    @Test
    void theReferenceShowsEveryFunctionWithAnExampleThatRuns() throws IOException {
        StringBuilder failures = new StringBuilder();
        StringBuilder text = new StringBuilder(
                """
                        # Functions

                        Every built-in function and aggregate, with an example and what it gives. The list is written by the tests, which run every example.
                        In a session, `SHOW FUNCTIONS LIKE 'date%'` shows the same.

                        | function | what it does | example | gives |
                        |---|---|---|---|
                        """);
        try (TestServer server = new TestServer(directory, 3)) {
            for (FunctionCatalog.Entry entry : FunctionCatalog.entries()) {
                String gives = "";
                try {
                    gives = entry.example().isEmpty() ? "" : gives(server, entry.example());
                } catch (MillraceException e) {
                    failures.append(entry.example()).append("\n  ").append(e.code()).append(": ").append(e.getMessage()).append('\n');
                }
                text.append("| `").append(cell(entry.signature())).append("` | ").append(cell(entry.description())).append(" | ")
                        .append(code(entry.example())).append(" | ").append(code(gives)).append(" |\n");
            }
        }
        assertEquals("", failures.toString());
        if ("rewrite".equals(System.getProperty("millrace.docs"))) {
            Files.writeString(DOCS, text.toString());
        }
        assertEquals(Files.readString(DOCS), text.toString(),
                "docs/sql/functions.md is not what the functions say; run with -Dmillrace.docs=rewrite");
    }

    /** The value of an example, or nothing where it changes from run to run. */
    private static String gives(TestServer server, String example) {
        List<String> values = new ArrayList<>();
        Session session = Session.initial();
        String sql = example.regionMatches(true, 0, "SELECT", 0, 6) ? example : "SELECT " + example;
        try (StatementResult result = server.server().engine().runOne(sql, session)) {
            StatementResult.Rows answer = (StatementResult.Rows) result;
            RowTransfer.each(answer.rows(), batch -> {
                for (int i = 0; i < batch.rows(); i++) {
                    int position = batch.selection() == null ? i : batch.selection().at(i);
                    Object value = Values.read(batch.column(0), position);
                    values.add(value == null ? "NULL" : ClientText.of(value, answer.rows().schema().type(0), session.zone()));
                }
            });
        }
        return varies(example) ? "" : String.join(", ", values);
    }

    private static boolean varies(String example) {
        String lower = example.toLowerCase(java.util.Locale.ROOT);
        return List.of("now(", "current_", "localtime", "random", "uuid(", "rand(", "today", "version(").stream().anyMatch(lower::contains);
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").replace("`", "'");
    }
}
