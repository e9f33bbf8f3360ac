package io.millrace.frontend.oracle.generate;

import java.util.ArrayList;
import java.util.List;

/** Small tables of the same columns, full of NULLs and repeated values; one of them is empty. */
final class RandomTables {
    static final List<String> NAMES = List.of("t0", "t1", "t2", "t3");
    static final List<Scope.Item> COLUMNS = List.of(
            new Scope.Item("id", Kind.INT), new Scope.Item("a", Kind.INT), new Scope.Item("b", Kind.LONG),
            new Scope.Item("n", Kind.DECIMAL),
            new Scope.Item("d", Kind.DOUBLE), new Scope.Item("s", Kind.TEXT), new Scope.Item("f", Kind.BOOLEAN),
            new Scope.Item("dt", Kind.DATE), new Scope.Item("ts", Kind.TIMESTAMP));
    private static final int[] ROWS = {12, 7, 1, 0};

    private RandomTables() {}

    /** What makes and fills them. */
    static List<String> statements(long seed) {
        RandomConstants constants = new RandomConstants(new Dice(seed));
        List<String> statements = new ArrayList<>();
        for (int t = 0; t < NAMES.size(); t++) {
            statements.add("CREATE TABLE " + NAMES.get(t) + " ("
                    + String.join(", ", COLUMNS.stream().map(c -> c.text() + " " + c.kind().type()).toList()) + ")");
            List<String> rows = new ArrayList<>();
            for (int i = 0; i < ROWS[t]; i++) {
                List<String> values = new ArrayList<>(List.of(Integer.toString(i)));
                COLUMNS.subList(1, COLUMNS.size()).forEach(column -> values.add(constants.orNull(column.kind())));
                rows.add("(" + String.join(", ", values) + ")");
            }
            if (!rows.isEmpty()) {
                statements.add("INSERT INTO " + NAMES.get(t) + " VALUES " + String.join(", ", rows));
            }
        }
        return statements;
    }
}
