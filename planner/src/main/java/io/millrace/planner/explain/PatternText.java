package io.millrace.planner.explain;

import io.millrace.common.plan.RowPattern;
import java.util.List;
import java.util.stream.Collectors;

/** A row pattern as it is written. */
final class PatternText {
    private PatternText() {}

    static String of(RowPattern pattern, List<String> variables) {
        return switch (pattern) {
            case RowPattern.Variable variable -> variables.get(variable.index());
            case RowPattern.Empty empty -> "()";
            case RowPattern.Concatenation all ->
                    all.parts().stream().map(p -> operand(p, variables)).collect(Collectors.joining(" "));
            case RowPattern.Alternation any ->
                    any.alternatives().stream().map(p -> of(p, variables)).collect(Collectors.joining(" | "));
            case RowPattern.Quantified repeated ->
                    (repeated.pattern() instanceof RowPattern.Concatenation || repeated.pattern() instanceof RowPattern.Quantified
                            ? "(" + of(repeated.pattern(), variables) + ")"
                            : operand(repeated.pattern(), variables)) + quantifier(repeated) + (repeated.greedy() ? "" : "?");
            case RowPattern.Exclusion excluded -> "{- " + of(excluded.pattern(), variables) + " -}";
            case RowPattern.PartitionStart start -> "^";
            case RowPattern.PartitionEnd end -> "$";
        };
    }

    private static String operand(RowPattern pattern, List<String> variables) {
        String text = of(pattern, variables);
        return pattern instanceof RowPattern.Alternation ? "(" + text + ")" : text;
    }

    private static String quantifier(RowPattern.Quantified repeated) {
        boolean unbounded = repeated.most() == RowPattern.Quantified.UNBOUNDED;
        if (unbounded && repeated.least() <= 1) {
            return repeated.least() == 0 ? "*" : "+";
        }
        if (repeated.least() == 0 && repeated.most() == 1) {
            return "?";
        }
        return "{" + (repeated.least() == repeated.most() ? "" + repeated.least()
                : repeated.least() + "," + (unbounded ? "" : repeated.most())) + "}";
    }
}
