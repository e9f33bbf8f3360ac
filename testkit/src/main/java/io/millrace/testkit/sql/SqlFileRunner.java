package io.millrace.testkit.sql;

import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a SQL file against a target and says where it differs. */
public final class SqlFileRunner {
    private final SqlTarget target;

    public SqlFileRunner(SqlTarget target) {
        this.target = target;
    }

    /** Runs every block, also after a difference; the differences to print, empty if there is none. */
    public List<String> run(SqlFile file) {
        List<String> differences = new ArrayList<>();
        for (SqlFile.Block block : file.blocks()) {
            String difference = difference(block);
            if (difference != null) {
                differences.add(file.name() + ":" + block.line() + "\n" + block.sql().indent(4) + difference);
            }
        }
        return differences;
    }

    private String difference(SqlFile.Block block) {
        try {
            List<List<Object>> rows = target.run(block.sql());
            return switch (block) {
                case SqlFile.Block.Statement ignored -> null;
                case SqlFile.Block.Failure failure -> "  expected error " + failure.sqlState() + ", found " + rows.size() + " rows\n";
                case SqlFile.Block.Query query -> rowDifference(query, rows);
            };
        } catch (MillraceException e) {
            if (block instanceof SqlFile.Block.Failure failure
                    && e.code().sqlState().equals(failure.sqlState())
                    && e.getMessage().contains(failure.message())) {
                return null;
            }
            String expected = block instanceof SqlFile.Block.Failure failure
                    ? "  expected error " + failure.sqlState() + " " + failure.message() + "\n" : "";
            return expected + "  failed with " + e.code().sqlState() + " " + e.code() + ": " + e.getMessage() + "\n";
        }
    }

    private static String rowDifference(SqlFile.Block.Query query, List<List<Object>> rows) {
        List<String> expected = new ArrayList<>(query.rows());
        List<String> actual = new ArrayList<>(rows.stream().map(SqlText::row).toList());
        if (query.sorted()) {
            Collections.sort(expected);
            Collections.sort(actual);
        }
        if (expected.equals(actual)) {
            return null;
        }
        StringBuilder diff = new StringBuilder();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String e = i < expected.size() ? expected.get(i) : null;
            String a = i < actual.size() ? actual.get(i) : null;
            if (e != null && e.equals(a)) {
                diff.append("    ").append(e).append('\n');
            } else {
                if (e != null) {
                    diff.append("  - ").append(e).append('\n');
                }
                if (a != null) {
                    diff.append("  + ").append(a).append('\n');
                }
            }
        }
        return diff.toString();
    }
}
