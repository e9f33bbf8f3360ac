package io.millrace.frontend.view;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operator as a view: the lines of {@code view/operators.sql} over tables that change, streams that grow and a keyed stream, each compared with its
 * batch answer after every round. {@code -Dmillrace.view.rounds=N} runs longer, {@code -Dmillrace.seed=N} with other rows,
 * {@code -Dmillrace.view.only=REGEX} some of the queries.
 */
class ContinuousOperatorsTest {
    private static final Path QUERIES = Path.of("src/test/resources/view/operators.sql");
    /** Of the queries, those that match. */
    private static final String ONLY = System.getProperty("millrace.view.only", "(?s).*");
    private static final int ROUNDS = Integer.getInteger("millrace.view.rounds", 5);

    @TempDir
    Path directory;

    private HeldViews views;
    private final Random random = new Random(Long.getLong("millrace.seed", 11));
    private int tables;
    private int second;

    @Test
    void everyOperatorIsItsBatchAnswer() throws IOException {
        try (HeldViews held = new HeldViews(directory.resolve("data"))) {
            views = held;
            for (String table : List.of("t", "u")) {
                held.run("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, k INTEGER, g INTEGER, v INTEGER, d DOUBLE, s VARCHAR,"
                        + " xs INTEGER ARRAY, at TIMESTAMP)");
            }
            for (String stream : List.of("a", "b")) {
                held.run("CREATE STREAM " + stream + " (k INTEGER, v INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND)"
                        + " WITH (partitions = '2')");
            }
            held.run("CREATE STREAM r (k INTEGER PRIMARY KEY, v INTEGER, at TIMESTAMP, WATERMARK FOR at AS at - INTERVAL '5' SECOND)");
            change();
            Files.readAllLines(QUERIES).stream().filter(line -> !line.isBlank() && !line.startsWith("--"))
                    .filter(line -> line.matches(ONLY)).forEach(held::hold);
            held.compare("at the start");
            for (int round = 1; round <= ROUNDS; round++) {
                change();
                held.compare("in round " + round);
                if (round == ROUNDS / 2) {
                    held.restart();
                    held.compare("after the restart in round " + round);
                }
            }
            held.verify("at the end");
            held.assertHeld("");
        }
    }

    private void change() {
        for (String table : List.of("t", "u")) {
            insert(table, 1 + random.nextInt(4));
            if (tables > 6) {
                views.run("UPDATE " + table + " SET v = v + 1, k = " + number(5) + ", s = 'p q' WHERE id % 4 = " + random.nextInt(4));
                views.run("DELETE FROM " + table + " WHERE id % 9 = " + random.nextInt(9));
                views.run("UPDATE " + table + " SET g = NULL, at = at + INTERVAL '1' SECOND WHERE v = " + random.nextInt(10));
            }
        }
        second += 2;
        for (String stream : List.of("a", "b", "r")) {
            if (random.nextInt(4) > 0) {
                List<String> rows = new ArrayList<>();
                for (int i = random.nextInt(10); i >= 0; i--) {
                    rows.add("(" + number(4) + ", " + number(10) + ", " + time() + ")");
                }
                if (stream.equals("r")) {
                    rows.replaceAll(row -> row.replaceFirst("\\(NULL", "(7"));
                }
                views.run("INSERT INTO " + stream + " VALUES " + String.join(", ", rows));
            }
        }
    }

    private void insert(String table, int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = random.nextInt(6) == 0 ? "NULL" : "'" + (char) ('p' + random.nextInt(3)) + "'";
            String list = random.nextInt(6) == 0 ? "NULL" : "ARRAY[" + number(4) + ", " + number(4) + "]";
            rows.add(
                    "(" + tables++ + ", " + number(5) + ", " + number(3) + ", " + number(10) + ", " + number(100) + " / 4.0, " + text + ", "
                            + list + ", " + time() + ")");
        }
        views.run("INSERT INTO " + table + " VALUES " + String.join(", ", rows));
    }

    private String number(int bound) {
        return random.nextInt(8) == 0 ? "NULL" : Integer.toString(random.nextInt(bound));
    }

    private String time() {
        int millis = second * 1000 + random.nextInt(4000);
        return "TIMESTAMP '2024-01-01 00:%02d:%02d.%03d'".formatted(millis / 60_000, millis / 1000 % 60, millis % 1000);
    }
}
