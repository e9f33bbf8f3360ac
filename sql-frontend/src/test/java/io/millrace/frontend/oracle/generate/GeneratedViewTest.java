package io.millrace.frontend.oracle.generate;

import io.millrace.frontend.view.HeldViews;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries as views over tables that random statements change: at every moment the batch answer. {@code -Dmillrace.views=500} holds more of them,
 * {@code -Dmillrace.view.rounds=N} longer, {@code -Dmillrace.seed=N} others.
 */
class GeneratedViewTest {
    private static final int VIEWS = Integer.getInteger("millrace.views", 120);
    private static final int VIEWS_OF_A_SERVER = 60;
    private static final int ROUNDS = Integer.getInteger("millrace.view.rounds", 4);
    private static final long SEED = Long.getLong("millrace.seed", 1);

    @TempDir
    Path directory;

    @Test
    void viewsAreTheBatchAnswer() {
        for (int first = 0; first < VIEWS; first += VIEWS_OF_A_SERVER) {
            try (HeldViews views = new HeldViews(directory.resolve("data" + first))) {
                hold(views, first, Math.min(VIEWS, first + VIEWS_OF_A_SERVER));
            }
        }
    }

    private static void hold(HeldViews views, int first, int end) {
        RandomTables.statements(SEED).forEach(views::run);
        for (int i = first; i < end; i++) {
            views.holdIfAnswered(new RandomQueries(new Dice(SEED * 5_000_011 + i)).query());
        }
        views.compare("at the start");
        Dice dice = new Dice(SEED * 3_000_017 + first);
        RandomConstants constants = new RandomConstants(dice);
        for (int round = 1; round <= ROUNDS; round++) {
            for (int statement = 1 + dice.below(4); statement > 0; statement--) {
                views.run(statement(dice, constants, 100 * round + statement));
            }
            views.compare("in round " + round);
            if (round == ROUNDS / 2) {
                views.restart();
                views.compare("after the restart in round " + round);
            }
        }
        views.assertHeld("(?s).* STATEMENT_TOO_COMPLEX .*");
    }

    private static String statement(Dice dice, RandomConstants constants, int id) {
        String table = dice.of(RandomTables.NAMES);
        Scope.Item changed = dice.of(RandomTables.COLUMNS.subList(1, RandomTables.COLUMNS.size()));
        return switch (dice.below(6)) {
            case 0, 1, 2 -> {
                List<String> values = RandomTables.COLUMNS.stream()
                        .map(column -> column.text().equals("id") ? Integer.toString(id) : constants.orNull(column.kind())).toList();
                yield "INSERT INTO " + table + " VALUES (" + String.join(", ", values) + ")";
            }
            case 3 -> "INSERT INTO " + table + " SELECT id + " + 1000 * id + ", a, b, n, d, s, f, dt, ts FROM " + dice.of("t0", "t1")
                    + " WHERE id % 3 = " + dice.below(3);
            case 4 -> "UPDATE " + table + " SET " + changed.text() + " = " + constants.orNull(changed.kind()) + " WHERE id % 3 = "
                    + dice.below(3);
            default -> "DELETE FROM " + table + " WHERE id % 4 = " + dice.below(4);
        };
    }
}
