package io.millrace.planner.function;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All built-in functions, for the validator and for SHOW FUNCTIONS. */
public final class FunctionCatalog {
    static final List<ScalarOperator> OPERATORS = operators();

    private FunctionCatalog() {}

    /** One line of SHOW FUNCTIONS. */
    public record Entry(String name, String signature, String description, String example) {}

    private static List<ScalarOperator> operators() {
        FunctionTable table = new FunctionTable();
        LogicFunctions.addTo(table);
        MathFunctions.addTo(table);
        StringFunctions.addTo(table);
        RegexFunctions.addTo(table);
        WordFunctions.addTo(table);
        ByteFunctions.addTo(table);
        DigitFunctions.addTo(table);
        DateTimeFunctions.addTo(table);
        TimeFunctions.addTo(table);
        JsonFunctions.addTo(table);
        JsonEditFunctions.addTo(table);
        NestedFunctions.addTo(table);
        ListFunctions.addTo(table);
        return table.operators();
    }

    /** Whether a name is taken by a function or an aggregate of ours. */
    public static boolean isBuiltIn(String name) {
        return OperatorTable.INSTANCE.function(name).isPresent();
    }

    /** Every signature of every function, by name. */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (ScalarOperator operator : OPERATORS) {
            for (Alternative alternative : operator.alternatives()) {
                entries.add(
                        new Entry(operator.getName(), alternative.signature().text(), alternative.description(), alternative.example()));
            }
        }
        entries.addAll(Aggregates.entries());
        entries.sort(Comparator.comparing(Entry::name).thenComparing(Entry::signature));
        return entries;
    }
}
