package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.planner.type.CommonTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A signature as documentation shows it: {@code lpad(varchar, integer [, varchar]) -> varchar}. What stands in brackets may be left out;
 * {@code ...} after the last parameter lets it repeat.
 */
record Signature(String name, List<Slot> parameters, int required, boolean repeats, Slot result, String text) {

    /** Arguments' types after conversion, the result's type, and how far both are from what was given. */
    record Match(List<SqlType> arguments, Optional<SqlType> result, int cost) {}

    static Signature parse(String text) {
        int open = text.indexOf('(');
        int arrow = text.lastIndexOf(" -> ");
        int close = text.lastIndexOf(')', arrow);
        String inside = text.substring(open + 1, close).trim();
        boolean repeats = inside.endsWith("...");
        int optional = inside.indexOf('[', 0);
        while (optional >= 0 && inside.startsWith("[]", optional)) {
            optional = inside.indexOf('[', optional + 1);
        }
        String plain = optional < 0 ? inside : inside.substring(0, optional);
        String rest = optional < 0 ? "" : inside.substring(optional).replaceAll("\\[(?!\\])", "").replaceAll("(?<!\\[)\\]", "");
        List<Slot> parameters = new ArrayList<>(slots(plain));
        int required = parameters.size();
        parameters.addAll(slots(rest));
        return new Signature(text.substring(0, open), List.copyOf(parameters), required, repeats,
                Slot.parse(text.substring(arrow + 4).trim()),
                text);
    }

    private static List<Slot> slots(String text) {
        List<Slot> slots = new ArrayList<>();
        for (String part : text.replace("...", "").split(",(?![^<]*>)")) {
            if (!part.isBlank()) {
                slots.add(Slot.parse(part.trim()));
            }
        }
        return slots;
    }

    int maximum() {
        return repeats ? Integer.MAX_VALUE : parameters.size();
    }

    private Slot slot(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** How the signature takes these arguments, empty if it doesn't. */
    Optional<Match> match(List<SqlType> actual) {
        if (actual.size() < required || actual.size() > maximum()) {
            return Optional.empty();
        }
        Map<String, List<SqlType>> collected = new HashMap<>();
        for (int i = 0; i < actual.size(); i++) {
            if (!slot(i).collect(actual.get(i), collected)) {
                return Optional.empty();
            }
        }
        Map<String, SqlType> variables = new HashMap<>();
        for (Map.Entry<String, List<SqlType>> entry : collected.entrySet()) {
            Optional<SqlType> common = CommonTypes.of(entry.getValue());
            if (common.isEmpty()) {
                return Optional.empty();
            }
            variables.put(entry.getKey(), number(entry.getKey(), common.get()));
        }
        List<SqlType> arguments = new ArrayList<>();
        int cost = 0;
        for (int i = 0; i < actual.size(); i++) {
            Optional<SqlType> bound = slot(i).bind(actual.get(i), variables);
            SqlType argument = bound.orElse(actual.get(i));
            cost += ImplicitCast.cost(actual.get(i), argument);
            if (cost >= ImplicitCast.IMPOSSIBLE) {
                return Optional.empty();
            }
            arguments.add(argument);
        }
        return Optional.of(new Match(arguments, result.bind(null, variables), cost));
    }

    /** A numeric variable whose arguments are all text or NULL is a DOUBLE, as PostgreSQL's preferred type. */
    private static SqlType number(String variable, SqlType common) {
        return variable.startsWith("N") && !common.isNumeric() ? SqlType.DOUBLE : common;
    }
}
