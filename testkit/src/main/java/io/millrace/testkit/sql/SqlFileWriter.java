package io.millrace.testkit.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts answers into a SQL file, everything else as it stands. */
public final class SqlFileWriter {
    /** What came of a block: rows as {@link SqlText} spells them, or the SQLSTATE of an error. */
    public record Answer(List<String> rows, String sqlState) {}

    private SqlFileWriter() {}

    /** The text of {@code file} with these answers; blocks without one keep theirs. */
    public static String write(String text, SqlFile file, Map<SqlFile.Block, Answer> answers) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        List<SqlFile.Block> blocks = new ArrayList<>(file.blocks());
        for (SqlFile.Block block : blocks.reversed()) {
            Answer answer = answers.get(block);
            if (answer != null) {
                write(lines, block, answer);
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static void write(List<String> lines, SqlFile.Block block, Answer answer) {
        int at = block.line() - 1;
        if (block instanceof SqlFile.Block.Statement || block instanceof SqlFile.Block.Failure && !isValue(lines.get(at))) {
            return;
        }
        if (isValue(lines.get(at))) {
            int arrow = lines.get(at).lastIndexOf(" => ");
            String expression = arrow < 0 ? lines.get(at) : lines.get(at).substring(0, arrow);
            lines.set(at,
                    expression + " => " + (answer.sqlState() == null ? String.join(" ; ", answer.rows()) : "error " + answer.sqlState()));
            return;
        }
        int end = at;
        while (end < lines.size() && !lines.get(end).isBlank() && !lines.get(end).equals("----")) {
            end++;
        }
        int rowsEnd = end;
        while (rowsEnd < lines.size() && !lines.get(rowsEnd).isBlank()) {
            rowsEnd++;
        }
        lines.subList(end, rowsEnd).clear();
        if (answer.sqlState() == null) {
            lines.add(end, "----");
            lines.addAll(end + 1, answer.rows());
        } else {
            lines.set(at, "statement error " + answer.sqlState());
        }
    }

    private static boolean isValue(String header) {
        return !header.startsWith("query") && !header.startsWith("statement ");
    }
}
