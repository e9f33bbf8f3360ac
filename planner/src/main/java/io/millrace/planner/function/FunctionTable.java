package io.millrace.planner.function;

import io.millrace.common.expr.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlKind;

/** Collects the lines of the function lists into one operator a name. */
final class FunctionTable {
    private final Map<String, List<Alternative>> byName = new LinkedHashMap<>();
    private final Map<String, SqlKind> kinds = new LinkedHashMap<>();
    private final Map<String, Boolean> variable = new LinkedHashMap<>();

    /** A function that the executor knows under one name. */
    FunctionTable add(String signature, Function function, String description, String example) {
        return add(signature, Target.of(function), description, example);
    }

    FunctionTable add(String signature, Target target, String description, String example) {
        return add(signature, target, Optional.empty(), description, example);
    }

    /** A function whose result's type is not in its signature. */
    FunctionTable add(String signature, Target target, ResultRule rule, String description, String example) {
        return add(signature, target, Optional.of(rule), description, example);
    }

    private FunctionTable add(String signature, Target target, Optional<ResultRule> rule, String description, String example) {
        Signature parsed = Signature.parse(signature);
        byName.computeIfAbsent(parsed.name(), name -> new ArrayList<>()).add(new Alternative(parsed, target, rule, description, example));
        return this;
    }

    /** Other names of a function that has been added. */
    FunctionTable alias(String name, String... aliases) {
        for (String alias : aliases) {
            List<Alternative> renamed = byName.computeIfAbsent(alias, key -> new ArrayList<>());
            for (Alternative original : List.copyOf(byName.get(name))) {
                Signature signature = original.signature();
                Signature copy = Signature.parse(alias + signature.text().substring(signature.name().length()));
                renamed.add(new Alternative(copy, original.target(), original.resultRule(), original.description(),
                        original.example().replace(name + "(", alias + "(")));
            }
        }
        return this;
    }

    /** Marks a function that may give another result for the same arguments. */
    FunctionTable notDeterministic(String... names) {
        for (String name : names) {
            variable.put(name, true);
        }
        return this;
    }

    FunctionTable kind(String name, SqlKind kind) {
        kinds.put(name, kind);
        return this;
    }

    List<ScalarOperator> operators() {
        List<ScalarOperator> operators = new ArrayList<>();
        byName.forEach((name, alternatives) -> operators.add(new ScalarOperator(name, kinds.getOrDefault(name, SqlKind.OTHER_FUNCTION),
                alternatives, !variable.containsKey(name))));
        return operators;
    }
}
