package io.millrace.testkit.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * A file of statements with what must come of them, in sqllogictest's form. Blocks are separated by blank lines, {@code #} starts a comment line:
 *
 * <pre>
 * statement ok
 * CREATE TABLE t (a INTEGER)
 *
 * statement error 42P01
 * SELECT * FROM nowhere
 *
 * query rowsort
 * SELECT a, b FROM t
 * ----
 * 1 | x
 * NULL | (empty)
 * </pre>
 *
 * {@code statement error} takes a SQLSTATE and, after it, text that the message must contain. {@code query} compares rows in order;
 * {@code query rowsort} as a multiset. Columns are separated by {@code " | "}.
 */
public record SqlFile(String name, List<Block> blocks) {
    /** One statement and its expectation, from line {@code line} (from 1) of the file. */
    public sealed interface Block {
        int line();

        String sql();

        record Statement(int line, String sql) implements Block {}

        record Failure(int line, String sql, String sqlState, String message) implements Block {}

        record Query(int line, String sql, boolean sorted, List<String> rows) implements Block {}
    }

    public static SqlFile parse(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int i = 0;
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                i++;
                continue;
            }
            int start = i;
            List<String> body = new ArrayList<>();
            for (i++; i < lines.size() && !lines.get(i).isBlank(); i++) {
                if (!lines.get(i).startsWith("#")) {
                    body.add(lines.get(i));
                }
            }
            blocks.add(block(name, start + 1, line.trim(), body));
        }
        return new SqlFile(name, List.copyOf(blocks));
    }

    private static Block block(String name, int line, String header, List<String> body) {
        if (header.equals("statement ok")) {
            return new Block.Statement(line, String.join("\n", body));
        }
        if (header.startsWith("statement error ")) {
            String[] words = header.split(" ", 4);
            return new Block.Failure(line, String.join("\n", body), words[2], words.length > 3 ? words[3] : "");
        }
        if (header.equals("query") || header.equals("query rowsort")) {
            int divider = body.indexOf("----");
            if (divider < 0) {
                throw new IllegalArgumentException(name + ":" + line + ": a query needs ---- before its rows");
            }
            return new Block.Query(
                    line, String.join("\n", body.subList(0, divider)), header.endsWith("rowsort"),
                    List.copyOf(body.subList(divider + 1, body.size())));
        }
        throw new IllegalArgumentException(
                name + ":" + line + ": expected 'statement ok', 'statement error SQLSTATE' or 'query [rowsort]', found: " + header);
    }
}
