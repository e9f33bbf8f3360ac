package io.millrace.exec.step;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Answers plans row by row over lists of Java values, as plainly as can be: the oracle that the step engine is held against. */
final class Reference {
    private final Map<String, List<List<Object>>> tables;

    Reference(Map<String, List<List<Object>>> tables) {
        this.tables = tables;
    }

    static Map<List<Object>, Long> zset(List<List<Object>> rows) {
        Map<List<Object>, Long> sum = new HashMap<>();
        rows.forEach(row -> Rows.add(sum, row, 1));
        return sum;
    }

    List<List<Object>> rows(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> tables.get(scan.name()).stream()
                    .filter(row -> scan.filter() == null || Boolean.TRUE.equals(value(scan.filter(), row)))
                    .toList();
            case PlanNode.Values values -> values.rows().stream()
                    .map(row -> (List<Object>) new ArrayList<>(row.stream().map(Expr.Literal::value).toList()))
                    .toList();
            case PlanNode.Filter filter -> rows(filter.input()).stream()
                    .filter(row -> Boolean.TRUE.equals(value(filter.condition(), row)))
                    .toList();
            case PlanNode.Project project -> map(rows(project.input()), row -> {
                List<Object> out = new ArrayList<>();
                project.expressions().forEach(e -> out.add(value(e, row)));
                return out;
            });
            case PlanNode.Union union -> union.inputs().stream().flatMap(i -> rows(i).stream()).toList();
            case PlanNode.Exchange exchange -> rows(exchange.input());
            case PlanNode.WindowAssign assign -> windows(assign);
            case PlanNode.Aggregate aggregate -> aggregate(aggregate);
            case PlanNode.Join join -> join(join);
            case PlanNode.SetOperation set -> setOperation(set);
            case PlanNode.Sort sort -> sort(sort);
            case PlanNode.SingleRow single -> {
                List<List<Object>> rows = rows(single.input());
                yield rows.isEmpty() ? List.of(nulls(single.schema().size())) : rows;
            }
            case PlanNode.Unnest unnest -> unnest(unnest);
            case PlanNode.Window window -> ReferenceOver.rows(window, rows(window.input()));
            case PlanNode.Match match -> ReferenceMatch.rows(match, rows(match.input()));
            case PlanNode.Recursion r -> throw new AssertionError(r);
            case PlanNode.WorkTable w -> throw new AssertionError(w);
            case PlanNode.RemoteSource r -> throw new AssertionError(r);
        };
    }

    private static List<List<Object>> map(List<List<Object>> rows, Function<List<Object>, List<Object>> function) {
        return rows.stream().map(function).toList();
    }

    private static List<Object> nulls(int n) {
        return new ArrayList<>(Collections.nCopies(n, null));
    }

    static Object value(Expr expr, List<Object> row) {
        return switch (expr) {
            case Expr.ColumnRef column -> row.get(column.index());
            case Expr.Literal literal -> literal.value();
            case Expr.Call call -> call(call, row);
            default -> throw new AssertionError(expr);
        };
    }

    private static Object call(Expr.Call call, List<Object> row) {
        List<Object> args = new ArrayList<>();
        call.arguments().forEach(a -> args.add(value(a, row)));
        switch (call.function()) {
            case IS_NULL -> {
                return args.get(0) == null;
            }
            case AND -> {
                return args.contains(false) ? Boolean.FALSE : args.contains(null) ? null : Boolean.TRUE;
            }
            default -> {}
        }
        if (args.contains(null)) {
            return null;
        }
        return switch (call.function()) {
            case EQUAL -> compare(args.get(0), args.get(1)) == 0;
            case LESS -> compare(args.get(0), args.get(1)) < 0;
            case GREATER -> compare(args.get(0), args.get(1)) > 0;
            case NOT_EQUAL -> compare(args.get(0), args.get(1)) != 0;
            case ADD -> (Long) args.get(0) + (Long) args.get(1);
            case MULTIPLY -> (Long) args.get(0) * (Long) args.get(1);
            default -> throw new AssertionError(call.function());
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    static int compare(Object left, Object right) {
        if (left instanceof Double l && right instanceof Double r) {
            return Double.compare(l == 0 ? 0.0 : l, r == 0 ? 0.0 : r);
        }
        if (left instanceof String l && right instanceof String r) {
            return Arrays.compareUnsigned(
                    l.getBytes(StandardCharsets.UTF_8), r.getBytes(StandardCharsets.UTF_8));
        }
        return ((Comparable) left).compareTo(right);
    }

    private List<List<Object>> windows(PlanNode.WindowAssign node) {
        if (node.kind() == PlanNode.WindowAssign.WindowKind.SESSION) {
            return sessions(node);
        }
        List<List<Object>> out = new ArrayList<>();
        for (List<Object> row : rows(node.input())) {
            LocalDateTime time = (LocalDateTime) row.get(node.timeColumn());
            if (time == null) {
                continue;
            }
            long t = time.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + time.getNano() / 1000;
            switch (node.kind()) {
                case TUMBLE -> {
                    long start = Math.floorDiv(t - node.offset(), node.size()) * node.size() + node.offset();
                    out.add(windowed(row, start, start + node.size()));
                }
                case HOP -> {
                    long start = Math.floorDiv(t - node.offset(), node.slide()) * node.slide() + node.offset();
                    for (; start + node.size() > t; start -= node.slide()) {
                        out.add(windowed(row, start, start + node.size()));
                    }
                }
                case CUMULATE -> {
                    long start = Math.floorDiv(t - node.offset(), node.size()) * node.size() + node.offset();
                    for (long end = start + node.slide(); end <= start + node.size(); end += node.slide()) {
                        if (end > t) {
                            out.add(windowed(row, start, end));
                        }
                    }
                }
                case SESSION -> throw new AssertionError("sessions");
            }
        }
        return out;
    }

    static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(Duration.ofNanos(micros * 1000));
    }

    private List<List<Object>> sessions(PlanNode.WindowAssign node) {
        Map<List<Object>, List<List<Object>>> byKey = new LinkedHashMap<>();
        for (List<Object> row : rows(node.input())) {
            if (row.get(node.timeColumn()) != null) {
                byKey.computeIfAbsent(
                        node.sessionKeys().stream().map(row::get).collect(java.util.stream.Collectors.toCollection(ArrayList::new)),
                        k -> new ArrayList<>())
                        .add(row);
            }
        }
        List<List<Object>> out = new ArrayList<>();
        for (List<List<Object>> rows : byKey.values()) {
            rows.sort((a, b) -> compare(a.get(node.timeColumn()), b.get(node.timeColumn())));
            for (int from = 0; from < rows.size();) {
                int to = from + 1;
                while (to < rows.size() && micros(node, rows.get(to)) - micros(node, rows.get(to - 1)) <= node.size()) {
                    to++;
                }
                long start = micros(node, rows.get(from));
                long end = micros(node, rows.get(to - 1)) + node.size();
                rows.subList(from, to).forEach(row -> out.add(windowed(row, start, end)));
                from = to;
            }
        }
        return out;
    }

    private static long micros(PlanNode.WindowAssign node, List<Object> row) {
        LocalDateTime time = (LocalDateTime) row.get(node.timeColumn());
        return time.toEpochSecond(ZoneOffset.UTC) * 1_000_000L + time.getNano() / 1000;
    }

    private static List<Object> windowed(List<Object> row, long start, long end) {
        List<Object> out = new ArrayList<>(row);
        out.add(time(start));
        out.add(time(end));
        return out;
    }

    private List<List<Object>> aggregate(PlanNode.Aggregate node) {
        List<List<Object>> out = new ArrayList<>();
        List<List<Object>> rows = rows(node.input());
        for (List<Integer> set : node.groupingSets()) {
            Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
            if (set.isEmpty()) {
                groups.put(nulls(node.keys().size()), new ArrayList<>());
            }
            for (List<Object> row : rows) {
                List<Object> key = nulls(node.keys().size());
                set.forEach(k -> key.set(k, row.get(node.keys().get(k))));
                groups.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
            }
            groups.forEach((key, group) -> {
                List<Object> result = new ArrayList<>(key);
                node.calls().forEach(call -> result.add(aggregate(node, set, call, group)));
                out.add(result);
            });
        }
        return out;
    }

    static Object aggregate(PlanNode.Aggregate node, List<Integer> set, AggregateCall call, List<List<Object>> group) {
        List<List<Object>> rows = group.stream()
                .filter(row -> call.filter() < 0 || Boolean.TRUE.equals(row.get(call.filter())))
                .toList();
        List<List<Object>> args = rows.stream()
                .map(row -> {
                    List<Object> values = new ArrayList<>();
                    call.arguments().forEach(a -> values.add(value(a, row)));
                    return values;
                })
                .toList();
        boolean keepNulls = call.arguments().isEmpty() || call.function() == io.millrace.common.expr.AggregateFunction.ARRAY_AGG;
        args = args.stream().filter(a -> keepNulls || !a.contains(null)).toList();
        if (call.distinct()) {
            args = new ArrayList<>(new LinkedHashSet<>(args));
        }
        List<Object> first = new ArrayList<>();
        args.forEach(a -> first.add(a.isEmpty() ? null : a.get(0)));
        return switch (call.function()) {
            case COUNT -> (long) args.size();
            case SUM -> sum(call.type(), first);
            case AVG -> first.isEmpty()
                    ? null
                    : first.get(0) instanceof Double
                            ? (Object) (((Double) sum(SqlType.DOUBLE, first)) / first.size())
                            : ((BigDecimal) sum(SqlType.decimal(38, 0), first))
                                    .divide(BigDecimal.valueOf(first.size()), call.type().scale(), RoundingMode.HALF_UP);
            case MIN, ANY_VALUE -> first.stream().min(Reference::compare).orElse(null);
            case MAX -> first.stream().max(Reference::compare).orElse(null);
            case BOOL_AND -> first.isEmpty() ? null : (Object) !first.contains(false);
            case BOOL_OR -> first.isEmpty() ? null : (Object) first.contains(true);
            case VAR_POP -> variance(first, 0);
            case VAR_SAMP -> variance(first, 1);
            case BIT_AND -> bits(first, (a, b) -> a & b);
            case BIT_OR -> bits(first, (a, b) -> a | b);
            case BIT_XOR -> bits(first, (a, b) -> a ^ b);
            case ARRAY_AGG -> {
                List<Object> values = ordered(call, rows);
                yield values.isEmpty() ? null : values;
            }
            case STRING_AGG -> {
                List<Object> values = ordered(call, rows);
                values.removeIf(Objects::isNull);
                String separator = (String) ((Expr.Literal) call.arguments().get(1)).value();
                yield values.isEmpty() ? null : String.join(separator, values.stream().map(Object::toString).toList());
            }
            case MIN_BY, MAX_BY -> {
                int value = ((Expr.ColumnRef) call.arguments().get(0)).index();
                int key = ((Expr.ColumnRef) call.arguments().get(1)).index();
                Comparator<List<Object>> order = (a, b) -> {
                    int keys = compare(a.get(key), b.get(key));
                    return keys != 0 ? keys : compareNullable(a.get(value), b.get(value), false, false);
                };
                var found = call.function() == io.millrace.common.expr.AggregateFunction.MIN_BY
                        ? rows.stream().filter(r -> r.get(key) != null).min(order)
                        : rows.stream().filter(r -> r.get(key) != null).max(order);
                yield found.map(r -> r.get(value)).orElse(null);
            }
            case PERCENTILE_DISC -> {
                List<Object> values =
                        new ArrayList<>(rows.stream().map(r -> r.get(call.orderBy().get(0).column())).filter(Objects::nonNull).toList());
                values.sort(Reference::compare);
                double fraction = ((Number) ((Expr.Literal) call.arguments().get(0)).value()).doubleValue();
                yield values.isEmpty() ? null : values.get((int) Math.max(0, Math.ceil(fraction * values.size()) - 1));
            }
            case GROUPING -> {
                long mask = 0;
                for (Expr argument : call.arguments()) {
                    int key = node.keys().indexOf(((Expr.ColumnRef) argument).index());
                    mask = mask << 1 | (set.contains(key) ? 0 : 1);
                }
                yield mask;
            }
            default -> throw new AssertionError(call.function());
        };
    }

    private static Object bits(List<Object> values, java.util.function.LongBinaryOperator operator) {
        return values.isEmpty() ? null : (Object) values.stream().mapToLong(v -> ((Number) v).longValue()).reduce(operator).getAsLong();
    }

    private static List<Object> ordered(AggregateCall call, List<List<Object>> rows) {
        int value = ((Expr.ColumnRef) call.arguments().get(0)).index();
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort((a, b) -> {
            for (var key : call.orderBy()) {
                int order = compareNullable(a.get(key.column()), b.get(key.column()), key.descending(), key.nullsFirst());
                if (order != 0) {
                    return order;
                }
            }
            int byValue = compareNullable(a.get(value), b.get(value), false, false);
            for (int c = 0; byValue == 0 && c < a.size(); c++) {
                byValue = compareNullable(a.get(c), b.get(c), false, false);
            }
            return byValue;
        });
        List<Object> values = new ArrayList<>();
        sorted.forEach(row -> values.add(row.get(value)));
        return call.distinct() ? new ArrayList<>(new LinkedHashSet<>(values)) : values;
    }

    private static Object sum(SqlType type, List<Object> values) {
        if (values.isEmpty()) {
            return null;
        }
        return switch (type.kind()) {
            case DOUBLE -> values.stream().map(v -> new BigDecimal((Double) v)).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
            case BIGINT -> values.stream().mapToLong(v -> ((Number) v).longValue()).sum();
            case DECIMAL -> values.stream()
                    .map(v -> v instanceof BigDecimal d ? d : BigDecimal.valueOf(((Number) v).longValue()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .setScale(type.scale());
            default -> throw new AssertionError(type);
        };
    }

    private static Object variance(List<Object> values, int less) {
        if (values.size() <= less) {
            return null;
        }
        double mean = values.stream().mapToDouble(v -> ((Number) v).doubleValue()).average().orElseThrow();
        double squares =
                values.stream().mapToDouble(v -> Math.pow(((Number) v).doubleValue() - mean, 2)).sum();
        return squares < 1e-20 ? 0.0 : squares / (values.size() - less);
    }

    private List<List<Object>> join(PlanNode.Join node) {
        List<List<Object>> left = rows(node.left());
        List<List<Object>> right = rows(node.right());
        List<List<Object>> out = new ArrayList<>();
        boolean[] rightMatched = new boolean[right.size()];
        for (List<Object> l : left) {
            boolean matched = false;
            for (int j = 0; j < right.size(); j++) {
                List<Object> pair = new ArrayList<>(l);
                pair.addAll(right.get(j));
                boolean joins = matches(node, l, right.get(j))
                        && (node.residual() == null || Boolean.TRUE.equals(value(node.residual(), pair)));
                if (joins) {
                    matched = true;
                    rightMatched[j] = true;
                    if (pairsOut(node.kind())) {
                        out.add(pair);
                    }
                }
            }
            switch (node.kind()) {
                case LEFT, FULL -> {
                    if (!matched) {
                        List<Object> extended = new ArrayList<>(l);
                        extended.addAll(nulls(node.right().schema().size()));
                        out.add(extended);
                    }
                }
                case LEFT_SEMI -> {
                    if (matched) {
                        out.add(l);
                    }
                }
                case LEFT_ANTI, LEFT_ANTI_NULL_AWARE -> {
                    if (!matched) {
                        out.add(l);
                    }
                }
                case LEFT_MARK -> {
                    List<Object> marked = new ArrayList<>(l);
                    marked.add(matched);
                    out.add(marked);
                }
                case INNER, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> {}
            }
        }
        if (node.kind() == PlanNode.JoinKind.RIGHT_SEMI || node.kind() == PlanNode.JoinKind.RIGHT_ANTI) {
            for (int j = 0; j < right.size(); j++) {
                if (rightMatched[j] == (node.kind() == PlanNode.JoinKind.RIGHT_SEMI)) {
                    out.add(right.get(j));
                }
            }
        }
        if (node.kind() == PlanNode.JoinKind.RIGHT || node.kind() == PlanNode.JoinKind.FULL) {
            for (int j = 0; j < right.size(); j++) {
                if (!rightMatched[j]) {
                    List<Object> extended = nulls(node.left().schema().size());
                    extended.addAll(right.get(j));
                    out.add(extended);
                }
            }
        }
        return out;
    }

    private static boolean pairsOut(PlanNode.JoinKind kind) {
        return switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }

    private static boolean matches(PlanNode.Join node, List<Object> left, List<Object> right) {
        for (int k = 0; k < node.leftKeys().size(); k++) {
            Object l = left.get(node.leftKeys().get(k));
            Object r = right.get(node.rightKeys().get(k));
            boolean ok = l == null || r == null
                    ? node.kind() == PlanNode.JoinKind.LEFT_ANTI_NULL_AWARE || node.nullSafe().get(k) && l == r
                    : compare(l, r) == 0;
            if (!ok) {
                return false;
            }
        }
        return true;
    }

    private List<List<Object>> setOperation(PlanNode.SetOperation node) {
        Map<List<Object>, Long> left = zset(rows(node.left()));
        Map<List<Object>, Long> right = zset(rows(node.right()));
        List<List<Object>> out = new ArrayList<>();
        left.forEach((row, l) -> {
            long r = right.getOrDefault(row, 0L);
            long n = switch (node.kind()) {
                case INTERSECT -> node.all() ? Math.min(l, r) : r > 0 ? 1 : 0;
                case EXCEPT -> node.all() ? Math.max(0, l - r) : r > 0 ? 0 : 1;
            };
            for (long i = 0; i < n; i++) {
                out.add(row);
            }
        });
        return out;
    }

    private List<List<Object>> sort(PlanNode.Sort node) {
        List<List<Object>> rows = new ArrayList<>(rows(node.input()));
        Comparator<List<Object>> keys = (a, b) -> {
            for (var key : node.keys()) {
                int order = compareNullable(a.get(key.column()), b.get(key.column()), key.descending(), key.nullsFirst());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
        Comparator<List<Object>> all = keys.thenComparing((a, b) -> {
            for (int c = 0; c < a.size(); c++) {
                int order = compareNullable(a.get(c), b.get(c), false, false);
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        });
        rows.sort(all);
        int from = (int) Math.min(rows.size(), node.offset());
        int to = node.fetch() < 0 ? rows.size() : (int) Math.min(rows.size(), node.offset() + node.fetch());
        if (node.withTies() && node.fetch() > 0) {
            while (to > from && to < rows.size() && keys.compare(rows.get(to - 1), rows.get(to)) == 0) {
                to++;
            }
        }
        return rows.subList(from, Math.max(from, to));
    }

    static int compareNullable(Object a, Object b, boolean descending, boolean nullsFirst) {
        if (a == null || b == null) {
            return Objects.equals(a, b) ? 0 : (a == null) == nullsFirst ? -1 : 1;
        }
        return descending ? compare(b, a) : compare(a, b);
    }

    private List<List<Object>> unnest(PlanNode.Unnest node) {
        List<List<Object>> out = new ArrayList<>();
        for (List<Object> row : rows(node.input())) {
            List<List<?>> lists = new ArrayList<>();
            for (Expr collection : node.collections()) {
                Object value = value(collection, row);
                lists.add(value == null ? List.of() : (List<?>) value);
            }
            int longest = lists.stream().mapToInt(List::size).max().orElse(0);
            for (int i = 0; i < longest || i == 0 && longest == 0 && node.outer(); i++) {
                List<Object> expanded = new ArrayList<>(row);
                for (List<?> list : lists) {
                    expanded.add(i < list.size() ? list.get(i) : null);
                }
                if (node.ordinality()) {
                    expanded.add(longest == 0 ? null : (long) (i + 1));
                }
                out.add(expanded);
            }
        }
        return out;
    }
}
