package io.millrace.testkit.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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
 * skipif postgresql
 * query rowsort
 * SELECT a, b FROM t
 * ----
 * 1 | x
 * NULL | (empty)
 *
 * values
 * 1 + 1 =&gt; 2
 * 1 / 0 =&gt; error 22012
 * </pre>
 *
 * {@code statement error} takes a SQLSTATE and, after it, text that the message must contain. {@code query} compares rows in order;
 * {@code query rowsort} as a multiset. Columns are separated by {@code " | "}. {@code values} has an expression a line, each a {@code SELECT} of its own.
 * {@code skipif} names what a block is not for: an oracle that has no such statement or answers it otherwise, or a way of running it.
 */
public record SqlFile(String name, List<Block> blocks) {
    private static final String ARROW = " => ";
    private static final String ERROR = "error ";

    /** One statement and its expectation, from line {@code line} (from 1) of the file. {@code skips}: the names after {@code skipif}. */
    public sealed interface Block {
        int line();

        String sql();

        Set<String> skips();

        record Statement(int line, String sql, Set<String> skips) implements Block {}

        record Failure(int line, String sql, String sqlState, String message, Set<String> skips) implements Block {}

        /** {@code inLine}: of a {@code values} block; {@code rows} is null where the file does not say them yet. */
        record Query(int line, String sql, boolean sorted, boolean inLine, List<String> rows, Set<String> skips) implements Block {}
    }

    public static SqlFile parse(String name, String text) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int i = 0;
        Set<String> skips = new TreeSet<>();
        while (i < lines.size()) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                i++;
                continue;
            }
            if (line.startsWith("skipif ")) {
                skips.add(line.substring("skipif ".length()).trim());
                i++;
                continue;
            }
            int start = i;
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).isBlank()) {
                end++;
            }
            if (line.trim().equals("values")) {
                values(lines, start + 1, end, Set.copyOf(skips), blocks);
            } else {
                List<String> body = lines.subList(start + 1, end).stream().filter(l -> !l.startsWith("#")).toList();
                blocks.add(block(name, start + 1, line.trim(), body, Set.copyOf(skips)));
            }
            skips.clear();
            i = end;
        }
        return new SqlFile(name, List.copyOf(blocks));
    }

    private static void values(List<String> lines, int from, int to, Set<String> skips, List<Block> blocks) {
        for (int i = from; i < to; i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                continue;
            }
            int arrow = line.lastIndexOf(ARROW);
            String sql = "SELECT " + (arrow < 0 ? line : line.substring(0, arrow)).trim();
            String answer = arrow < 0 ? null : line.substring(arrow + ARROW.length());
            if (answer != null && answer.startsWith(ERROR)) {
                String[] words = answer.split(" ", 3);
                blocks.add(new Block.Failure(i + 1, sql, words[1], words.length > 2 ? words[2] : "", skips));
            } else {
                blocks.add(new Block.Query(i + 1, sql, false, true, answer == null ? null : List.of(answer), skips));
            }
        }
    }

    private static Block block(String name, int line, String header, List<String> body, Set<String> skips) {
        if (header.equals("statement ok")) {
            return new Block.Statement(line, String.join("\n", body), skips);
        }
        if (header.startsWith("statement error ")) {
            String[] words = header.split(" ", 4);
            return new Block.Failure(line, String.join("\n", body), words[2], words.length > 3 ? words[3] : "", skips);
        }
        if (header.equals("query") || header.equals("query rowsort")) {
            int divider = body.indexOf("----");
            List<String> rows = divider < 0 ? null : List.copyOf(body.subList(divider + 1, body.size()));
            return new Block.Query(line, String.join("\n", divider < 0 ? body : body.subList(0, divider)), header.endsWith("rowsort"),
                    false,
                    rows, skips);
        }
        throw new IllegalArgumentException(
                name + ":" + line + ": expected 'statement ok', 'statement error SQLSTATE', 'query [rowsort]' or 'values', found: "
                        + header);
    }
}
