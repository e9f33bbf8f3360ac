package io.millrace.planner.table;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlOperator;

/** The table functions that assign rows to windows of time. Their calls keep their operators' names until they become WindowAssign nodes. */
public final class WindowFunctions {
    private static final Map<String, WindowFunction> BY_NAME = List.of(
            new WindowFunction("TUMBLE", 1),
            new WindowFunction("HOP", 2),
            new WindowFunction("CUMULATE", 2),
            new WindowFunction("SESSION", 1)).stream()
            .collect(Collectors.toMap(f -> f.getName().toLowerCase(Locale.ROOT), Function.identity()));

    private WindowFunctions() {}

    public static boolean isName(String name) {
        return BY_NAME.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The operator of a {@linkplain #isName name}. */
    public static SqlOperator of(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    public static List<? extends SqlOperator> operators() {
        return List.copyOf(BY_NAME.values());
    }
}
