package io.millrace.planner.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A file of cases: SQL on one or more lines, then one or more lines that start with {@code >>}, then an empty line. With
 * {@code -Dmillrace.cases=rewrite} the file is written anew with what was found; read the difference before it is committed.
 */
public final class CaseFile {
    private static final Path DIRECTORY = Path.of("src/test/resources/planner");

    private CaseFile() {}

    /** Checks every case of the file; all differences are shown at once. */
    public static void check(String file, UnaryOperator<String> actual) {
        Path path = DIRECTORY.resolve(file);
        try {
            String expected = Files.readString(path);
            String found = run(expected, actual);
            if ("rewrite".equals(System.getProperty("millrace.cases"))) {
                Files.writeString(path, found);
            } else {
                assertEquals(expected, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String text, UnaryOperator<String> actual) {
        List<String> blocks = new ArrayList<>();
        for (String block : text.split("\n\n+")) {
            String sql = block.strip().split("(?m)^>>")[0].strip();
            if (sql.startsWith("--")) {
                blocks.add(sql);
            } else if (!sql.isEmpty()) {
                String result = actual.apply(sql).strip();
                blocks.add(sql + "\n>> " + result.replace("\n", "\n>> "));
            }
        }
        return String.join("\n\n", blocks) + "\n";
    }
}
