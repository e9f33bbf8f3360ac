package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.RowsPerMatch;
import io.millrace.common.plan.RowPattern;
import io.millrace.common.plan.RowPattern.Quantified;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** MATCH_RECOGNIZE by recursion over the pattern as it is written, with everything computed anew from the rows that are mapped. */
final class ReferenceMatch {
    /** AFTER MATCH SKIP TO a row that is not there or is the first. */
    static final class CannotSkip extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final PlanNode.Match node;
    private final List<List<Object>> rows;
    private final List<Integer> labels = new ArrayList<>();
    private final List<Boolean> excluded = new ArrayList<>();
    private int start;
    private long number;
    private boolean excluding;

    private ReferenceMatch(PlanNode.Match node, List<List<Object>> rows) {
        this.node = node;
        this.rows = rows;
    }

    static List<List<Object>> rows(PlanNode.Match node, List<List<Object>> input) {
        Map<List<Object>, List<List<Object>>> partitions = new LinkedHashMap<>();
        for (List<Object> row : input) {
            List<Object> key = new ArrayList<>();
            node.partitionKeys().forEach(k -> key.add(row.get(k)));
            partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<List<Object>> out = new ArrayList<>();
        for (List<List<Object>> partition : partitions.values()) {
            partition.sort((a, b) -> {
                int order = 0;
                for (var key : node.orderKeys()) {
                    order = order != 0 ? order
                            : Reference.compareNullable(a.get(key.column()), b.get(key.column()), key.descending(), key.nullsFirst());
                }
                for (int c = 0; order == 0 && c < a.size(); c++) {
                    order = Reference.compareNullable(a.get(c), b.get(c), false, false);
                }
                return order;
            });
            new ReferenceMatch(node, partition).search(out);
        }
        return out;
    }

    private void search(List<List<Object>> out) {
        int lastMatched = -1;
        for (start = 0; start < rows.size();) {
            labels.clear();
            excluded.clear();
            number++;
            if (!match(node.pattern(), 0, end -> true)) {
                number--;
                if (node.rows() == RowsPerMatch.ALL_ROWS_WITH_UNMATCHED && start > lastMatched) {
                    List<Object> row = new ArrayList<>(rows.get(start));
                    node.measures().forEach(m -> row.add(null));
                    out.add(row);
                }
                start++;
                continue;
            }
            int length = labels.size();
            if (node.rows() == RowsPerMatch.ONE_ROW || length == 0) {
                if (length > 0 || node.rows() != RowsPerMatch.ALL_ROWS_OMIT_EMPTY) {
                    out.add(row(start, length));
                }
            } else {
                for (int i = 0; i < length; i++) {
                    if (!excluded.get(i)) {
                        out.add(row(start + i, i + 1));
                    }
                }
            }
            lastMatched = Math.max(lastMatched, start + length - 1);
            start += length == 0 ? 1 : skip();
        }
    }

    private int skip() {
        List<Integer> targets = node.after().variables();
        int to = switch (node.after().to()) {
            case PAST_LAST_ROW -> labels.size();
            case NEXT_ROW -> 1;
            case FIRST_OF -> indexes(targets, labels.size()).stream().findFirst().orElse(0);
            case LAST_OF -> indexes(targets, labels.size()).reversed().stream().findFirst().orElse(0);
        };
        if (to == 0) {
            throw new CannotSkip();
        }
        return to;
    }

    private List<Object> row(int at, int visible) {
        List<Object> row = new ArrayList<>();
        if (node.rows() == RowsPerMatch.ONE_ROW) {
            node.partitionKeys().forEach(k -> row.add(rows.get(at).get(k)));
        } else {
            row.addAll(rows.get(at));
        }
        List<Object> values = new ArrayList<>();
        node.measureValues().forEach(v -> values.add(value(v, visible)));
        node.measures().forEach(m -> row.add(Reference.value(m, values)));
        return row;
    }

    /** Whether the pattern matches from the {@code at}-th row of the match on, and what follows too. */
    private boolean match(RowPattern pattern, int at, IntPredicate then) {
        return switch (pattern) {
            case RowPattern.Variable variable -> map(variable.index(), at, then);
            case RowPattern.Empty empty -> then.test(at);
            case RowPattern.Concatenation all -> sequence(all.parts(), at, then);
            case RowPattern.Alternation any -> any.alternatives().stream().anyMatch(a -> match(a, at, then));
            case Quantified repeated -> repeat(repeated, 0, at, then);
            case RowPattern.Exclusion inside -> {
                boolean outer = excluding;
                excluding = true;
                boolean found = match(inside.pattern(), at, end -> {
                    boolean inner = excluding;
                    excluding = outer;
                    boolean rest = then.test(end);
                    excluding = inner;
                    return rest;
                });
                excluding = outer;
                yield found;
            }
            case RowPattern.PartitionStart begin -> start + at == 0 && then.test(at);
            case RowPattern.PartitionEnd end -> start + at == rows.size() && then.test(at);
        };
    }

    private boolean sequence(List<RowPattern> parts, int at, IntPredicate then) {
        return parts.isEmpty() ? then.test(at)
                : match(parts.get(0), at, end -> sequence(parts.subList(1, parts.size()), end, then));
    }

    private boolean repeat(Quantified repeated, int times, int at, IntPredicate then) {
        boolean unbounded = repeated.most() == Quantified.UNBOUNDED;
        BooleanSupplier more = () -> (unbounded || times < repeated.most()) && match(repeated.pattern(), at,
                end -> unbounded && end == at && times >= repeated.least() ? then.test(end) : repeat(repeated, times + 1, end, then));
        if (times < repeated.least()) {
            return more.getAsBoolean();
        }
        return repeated.greedy() ? more.getAsBoolean() || then.test(at) : then.test(at) || more.getAsBoolean();
    }

    private boolean map(int variable, int at, IntPredicate then) {
        if (start + at >= rows.size()) {
            return false;
        }
        labels.add(variable);
        excluded.add(excluding);
        List<Object> values = new ArrayList<>();
        node.definitionValues().forEach(v -> values.add(value(v, labels.size())));
        if (Boolean.TRUE.equals(Reference.value(node.definitions().get(variable), values)) && then.test(at + 1)) {
            return true;
        }
        labels.removeLast();
        excluded.removeLast();
        return false;
    }

    private List<Integer> indexes(List<Integer> variables, int visible) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < Math.min(visible, labels.size()); i++) {
            if (variables.isEmpty() || variables.contains(labels.get(i))) {
                found.add(i);
            }
        }
        return found;
    }

    /** Of the partition; null if there is none. */
    private Integer navigate(MatchValue.Navigation at, int visible) {
        List<Integer> found = indexes(at.variables(), at.running() ? visible : labels.size());
        List<Integer> ordered = at.last() ? found.reversed() : found;
        if (at.offset() >= ordered.size()) {
            return null;
        }
        int row = start + ordered.get(at.offset()) + at.shift();
        return row >= 0 && row < rows.size() ? row : null;
    }

    private Object value(MatchValue value, int visible) {
        return switch (value) {
            case MatchValue.Cell cell -> {
                Integer row = navigate(cell.at(), visible);
                yield row == null ? null : rows.get(row).get(cell.column());
            }
            case MatchValue.Classifier classifier -> {
                Integer row = navigate(classifier.at(), visible);
                boolean mapped = row != null && row >= start && row < start + labels.size();
                yield mapped ? node.variables().get(labels.get(row - start)) : null;
            }
            case MatchValue.Exists exists -> navigate(exists.at(), visible) != null;
            case MatchValue.MatchNumber mn -> number;
            case MatchValue.Aggregated aggregated -> aggregate(aggregated, visible);
        };
    }

    private Object aggregate(MatchValue.Aggregated of, int visible) {
        List<Object> arguments = new ArrayList<>();
        for (int i : indexes(of.variables(), of.running() ? visible : labels.size())) {
            List<Object> row = new ArrayList<>(rows.get(start + i));
            row.add(node.variables().get(labels.get(i)));
            row.add(number);
            arguments.add(of.arguments().isEmpty() ? (Object) 1L : Reference.value(of.arguments().get(0), row));
        }
        List<Object> present = arguments.stream().filter(Objects::nonNull).toList();
        if (of.call().function() == AggregateFunction.COUNT) {
            return (long) present.size();
        }
        if (present.isEmpty()) {
            return null;
        }
        return switch (of.call().function()) {
            case SUM -> present.stream().map(v -> BigDecimal.valueOf((Long) v)).reduce(BigDecimal.ZERO, BigDecimal::add);
            case MAX -> present.stream().max(Reference::compare).orElseThrow();
            case ARRAY_AGG -> arguments;
            default -> throw new AssertionError(of.call());
        };
    }
}
