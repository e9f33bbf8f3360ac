package io.millrace.frontend.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.function.FunctionJar;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.server.TestServer;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.value.ClientText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every block of SQL in the pages of docs/sql runs, in order, on a fresh server, and gives what the block of text below it shows, if there is one;
 * {@code -Dmillrace.docs=rewrite} writes those anew. A block of Java is a class that is in the jar of its name.
 */
class SqlPagesTest {
    private static final Path DOCS = Path.of("../docs/sql");
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```\n(```text\n(.*?)```\n)?", Pattern.DOTALL);
    private static final Pattern JAVA = Pattern.compile("```java\n(package ([\\w.]+);.*?class (\\w+).*?)```", Pattern.DOTALL);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"statements.md", "queries.md", "warehouse.md"})
    void everyExampleRuns(String name) throws IOException {
        StringBuilder failures = new StringBuilder();
        String page = Files.readString(DOCS.resolve(name));
        StringBuilder anew = new StringBuilder();
        for (Matcher java = JAVA.matcher(page); java.find();) {
            FunctionJar.of(directory, java.group(3).toLowerCase(Locale.ROOT) + ".jar", java.group(2) + "." + java.group(3), java.group(1));
        }
        try (TestServer server = new TestServer(directory.resolve("data"), 11)) {
            Session session = Session.initial();
            Matcher blocks = BLOCK.matcher(page);
            while (blocks.find()) {
                List<String> shown = new ArrayList<>();
                for (StatementParser.Parsed statement : StatementParser.parse(blocks.group(1).replace("${dir}", directory.toString()))) {
                    try {
                        shown.addAll(run(server, session, statement));
                    } catch (MillraceException e) {
                        failures.append(statement.sql()).append("\n  ").append(e.code()).append(": ").append(e.getMessage()).append('\n');
                    }
                }
                String text = blocks.group(2) == null ? "" : "```text\n" + String.join("\n", shown) + "\n```\n";
                blocks.appendReplacement(anew, Matcher.quoteReplacement("```sql\n" + blocks.group(1) + "```\n" + text));
            }
            blocks.appendTail(anew);
        }
        assertEquals("", failures.toString());
        if ("rewrite".equals(System.getProperty("millrace.docs"))) {
            Files.writeString(DOCS.resolve(name), anew.toString());
        }
        assertEquals(Files.readString(DOCS.resolve(name)), anew.toString(),
                name + " does not show what it says; run with -Dmillrace.docs=rewrite");
    }

    /** Column names and rows; nothing for statements that give none. */
    private static List<String> run(TestServer server, Session session, StatementParser.Parsed statement) {
        List<String> lines = new ArrayList<>();
        try (StatementResult result = server.server().engine().run(statement, session, List.of(), rows -> {})) {
            if (result instanceof StatementResult.Rows answer) {
                var schema = answer.rows().schema();
                lines.add(String.join(" | ", schema.fields().stream().map(field -> field.name()).toList()));
                RowTransfer.each(answer.rows(), batch -> {
                    for (List<Object> row : Values.readRows(batch)) {
                        List<String> cells = new ArrayList<>();
                        for (int c = 0; c < row.size(); c++) {
                            cells.add(row.get(c) == null ? "NULL" : ClientText.of(row.get(c), schema.type(c), session.zone()));
                        }
                        lines.add(String.join(" | ", cells));
                    }
                });
            }
        }
        return lines;
    }
}
