package io.millrace.testkit.sql;

import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Runs a SQL file against a target and says where it differs. */
public final class SqlFileRunner {
    /** The last bit of a DOUBLE may depend on the order of a sum. */
    private static final double RELATIVE_ERROR = 1e-13;

    private final SqlTarget target;
    private final boolean ordered;

    public SqlFileRunner(SqlTarget target) {
        this(target, true);
    }

    private SqlFileRunner(SqlTarget target, boolean ordered) {
        this.target = target;
        this.ordered = ordered;
    }

    /** For a target that keeps no order: rows are compared as multisets. */
    public SqlFileRunner unordered() {
        return new SqlFileRunner(target, false);
    }

    /** Runs every block, also after a difference; the differences to print, empty if there is none. */
    public List<String> run(SqlFile file) {
        return run(file, block -> true);
    }

    /** Runs the blocks that {@code wanted} says. */
    public List<String> run(SqlFile file, Predicate<SqlFile.Block> wanted) {
        List<String> differences = new ArrayList<>();
        for (SqlFile.Block block : file.blocks()) {
            String difference = wanted.test(block) ? difference(block) : null;
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

    private String rowDifference(SqlFile.Block.Query query, List<List<Object>> rows) {
        if (query.rows() == null) {
            return "  the file does not say what comes of it\n";
        }
        List<String> expected = new ArrayList<>(query.rows());
        List<String> actual = new ArrayList<>(rows.stream().map(SqlText::row).toList());
        if (query.sorted() || !ordered) {
            Collections.sort(expected);
            Collections.sort(actual);
        }
        if (expected.equals(actual)) {
            return null;
        }
        StringBuilder diff = new StringBuilder();
        boolean differs = false;
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String e = i < expected.size() ? expected.get(i) : null;
            String a = i < actual.size() ? actual.get(i) : null;
            if (e != null && a != null && same(e, a)) {
                diff.append("    ").append(e).append('\n');
                continue;
            }
            differs = true;
            if (e != null) {
                diff.append("  - ").append(e).append('\n');
            }
            if (a != null) {
                diff.append("  + ").append(a).append('\n');
            }
        }
        return differs ? diff.toString() : null;
    }

    private static boolean same(String expected, String actual) {
        if (expected.equals(actual)) {
            return true;
        }
        String[] left = expected.split(" \\| ", -1);
        String[] right = actual.split(" \\| ", -1);
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (!left[i].equals(right[i]) && !(isLongDouble(left[i]) && isLongDouble(right[i]) && near(left[i], right[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Fifteen digits and more, not all of them before the point: what only a DOUBLE or a quotient is. */
    private static boolean isLongDouble(String text) {
        return text.matches("-?\\d+\\.\\d+(E-?\\d+)?") && text.replaceAll("\\D", "").length() >= 15;
    }

    private static boolean near(String left, String right) {
        double l = Double.parseDouble(left);
        double r = Double.parseDouble(right);
        return Math.abs(l - r) <= RELATIVE_ERROR * Math.max(Math.abs(l), Math.abs(r));
    }
}
