package io.millrace.frontend.corpus;

import io.millrace.common.error.MillraceException;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.testkit.oracle.PostgresValues;
import io.millrace.testkit.sql.SqlFile;
import io.millrace.testkit.sql.SqlFileWriter;
import io.millrace.testkit.sql.SqlText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a file of the corpus here and on PostgreSQL; where they agree, our answer may be written into the file. */
final class CorpusConfirmation {
    private static final BigDecimal QUOTIENT_ERROR = new BigDecimal("1e-15");
    private static final double RELATIVE_ERROR = 1e-12;

    private final SqlEngine engine;
    private final Connection postgres;

    CorpusConfirmation(SqlEngine engine, Connection postgres) {
        this.engine = engine;
        this.postgres = postgres;
    }

    /** What came of a statement: rows, or the SQLSTATE and message of an error. */
    private record Outcome(List<List<Object>> rows, String sqlState, String message) {
        List<String> text() {
            return rows.stream().map(SqlText::row).toList();
        }
    }

    /** The differences; {@code write}: answers that agree, and those that PostgreSQL is not asked for, go into the file. */
    List<String> confirm(Path path, boolean write, Path scratch) throws IOException, SQLException {
        String name = path.getFileName().toString().replace(".test", "");
        String text = Files.readString(path);
        SqlFile file = SqlFile.parse(path.getFileName().toString(), text);
        List<String> differences = new ArrayList<>();
        Map<SqlFile.Block, SqlFileWriter.Answer> answers = new HashMap<>();
        CorpusTarget target = new CorpusTarget(engine, "confirm_" + name, Regime.PLAIN);
        execute("DROP SCHEMA IF EXISTS " + name + " CASCADE");
        execute("CREATE SCHEMA " + name);
        execute("SET search_path = " + name);
        execute("SET timezone = 'UTC'");
        try {
            for (SqlFile.Block block : file.blocks()) {
                String sql = block.sql().replace("${dir}", scratch.toString());
                Outcome ours = ours(target, sql);
                if (block.skips().contains("postgresql")) {
                    if ("XX000".equals(ours.sqlState)) {
                        differences.add(at(file, block) + "  ours:  " + ours.sqlState + " " + ours.message + "\n");
                    } else {
                        answers.put(block, answer(ours));
                    }
                    continue;
                }
                Outcome theirs = theirs(sql);
                String difference = difference(block, ours, theirs);
                if (difference == null) {
                    answers.put(block, answer(ours));
                } else {
                    differences.add(at(file, block) + difference);
                }
            }
        } finally {
            target.drop();
        }
        if (write) {
            Files.writeString(path, SqlFileWriter.write(text, file, answers));
        }
        return differences;
    }

    private static String at(SqlFile file, SqlFile.Block block) {
        return file.name() + ":" + block.line() + "\n" + block.sql().indent(4);
    }

    private static SqlFileWriter.Answer answer(Outcome outcome) {
        return new SqlFileWriter.Answer(outcome.sqlState == null ? outcome.text() : List.of(), outcome.sqlState);
    }

    private static Outcome ours(CorpusTarget target, String sql) {
        try {
            return new Outcome(target.run(sql), null, "");
        } catch (MillraceException e) {
            return new Outcome(List.of(), e.code().sqlState(), e.getMessage());
        }
    }

    private Outcome theirs(String sql) {
        try (Statement statement = postgres.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    return new Outcome(PostgresValues.rows(result), null, "");
                }
            }
            return new Outcome(List.of(List.of((long) statement.getUpdateCount())), null, "");
        } catch (SQLException e) {
            return new Outcome(List.of(), String.valueOf(e.getSQLState()), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String difference(SqlFile.Block block, Outcome ours, Outcome theirs) {
        if (ours.sqlState != null && ours.sqlState.equals(theirs.sqlState)) {
            return null;
        }
        boolean sorted = block instanceof SqlFile.Block.Query query && query.sorted();
        boolean same = ours.sqlState == null && theirs.sqlState == null
                && (block instanceof SqlFile.Block.Statement || same(ours.rows, theirs.rows, sorted));
        return same ? null : shown("ours:  ", ours) + shown("theirs:", theirs);
    }

    private static String shown(String who, Outcome outcome) {
        return "  " + who + " "
                + (outcome.sqlState == null ? String.join("\n          ", outcome.text()) : outcome.sqlState + " " + outcome.message)
                + "\n";
    }

    private static boolean same(List<List<Object>> left, List<List<Object>> right, boolean sorted) {
        if (left.size() != right.size()) {
            return false;
        }
        List<List<Object>> ours = new ArrayList<>(left);
        List<List<Object>> theirs = new ArrayList<>(right);
        if (sorted) {
            Collections.sort(ours, java.util.Comparator.comparing(CorpusConfirmation::key));
            Collections.sort(theirs, java.util.Comparator.comparing(CorpusConfirmation::key));
        }
        for (int i = 0; i < ours.size(); i++) {
            if (ours.get(i).size() != theirs.get(i).size()) {
                return false;
            }
            for (int c = 0; c < ours.get(i).size(); c++) {
                if (!same(ours.get(i).get(c), theirs.get(i).get(c))) {
                    return false;
                }
            }
        }
        return true;
    }

    private static String key(List<Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            key.append(value instanceof Number number ? String.format(java.util.Locale.ROOT, "%.6e", number.doubleValue())
                    : SqlText.value(value))
                    .append('\u0001');
        }
        return key.toString();
    }

    private static boolean same(Object ours, Object theirs) {
        if (ours instanceof Number left && theirs instanceof Number right) {
            return same(left, right);
        }
        if (ours instanceof List<?> left && theirs instanceof List<?> right) {
            if (left.size() != right.size()) {
                return false;
            }
            for (int i = 0; i < left.size(); i++) {
                if (!same(left.get(i), right.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return SqlText.value(ours).equals(SqlText.value(theirs));
    }

    private static boolean same(Number ours, Number theirs) {
        boolean approximate = ours instanceof Double || ours instanceof Float || theirs instanceof Double;
        if (approximate) {
            if (ours instanceof Float || theirs instanceof Float) {
                return Float.compare(ours.floatValue(), theirs.floatValue()) == 0 || ours.floatValue() == theirs.floatValue();
            }
            double left = ours.doubleValue();
            double right = theirs.doubleValue();
            return Double.compare(left, right) == 0 || Math.abs(left - right) <= RELATIVE_ERROR * Math.max(Math.abs(left), Math.abs(right));
        }
        BigDecimal left = new BigDecimal(ours.toString());
        BigDecimal right = new BigDecimal(theirs.toString());
        return left.compareTo(right) == 0
                || left.scale() != right.scale()
                        && left.subtract(right).abs().compareTo(left.abs().max(right.abs()).multiply(QUOTIENT_ERROR)) <= 0;
    }
}
