package io.millrace.frontend.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of SQL in docs/sql/statements.md runs, in order, on a fresh server. */
class StatementDocsTest {
    private static final Path DOCS = Path.of("../docs/sql/statements.md");
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @Test
    void everyExampleRuns() throws IOException {
        StringBuilder failures = new StringBuilder();
        try (TestServer server = new TestServer(directory.resolve("data"), 11)) {
            Session session = Session.initial();
            Matcher blocks = BLOCK.matcher(Files.readString(DOCS).replace("${dir}", directory.toString()));
            while (blocks.find()) {
                for (StatementParser.Parsed statement : StatementParser.parse(blocks.group(1))) {
                    try {
                        run(server, session, statement);
                    } catch (MillraceException e) {
                        failures.append(statement.sql()).append("\n  ").append(e.code()).append(": ").append(e.getMessage()).append('\n');
                    }
                }
            }
        }
        assertEquals("", failures.toString());
    }

    private static void run(TestServer server, Session session, StatementParser.Parsed statement) {
        try (StatementResult result = server.server().engine().run(statement, session, List.of(), rows -> {})) {
            if (result instanceof StatementResult.Rows answer) {
                RowTransfer.each(answer.rows(), batch -> {});
            }
        }
    }
}
