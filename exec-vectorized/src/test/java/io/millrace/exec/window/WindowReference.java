package io.millrace.exec.window;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.Bound;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;

/** What window functions mean, row by row and frame by frame, over Java values. */
final class WindowReference {
    private final PlanNode.Window node;
    private List<List<Object>> rows;

    WindowReference(PlanNode.Window node) {
        this.node = node;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static int compare(Object a, Object b, boolean descending, boolean nullsFirst) {
        if (a == null || b == null) {
            return a == b ? 0 : (a == null) == nullsFirst ? -1 : 1;
        }
        int order = ((Comparable) a).compareTo(b);
        return descending ? -order : order;
    }

    private static Comparator<List<Object>> by(List<SortKey> keys) {
        return (a, b) -> {
            for (SortKey key : keys) {
                int order = compare(a.get(key.column()), b.get(key.column()), key.descending(), key.nullsFirst());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    List<List<Object>> evaluate(List<List<Object>> input) {
        List<SortKey> keys = new ArrayList<>();
        node.partitionKeys().forEach(c -> keys.add(SortKey.ascending(c)));
        keys.addAll(node.orderKeys());
        for (int c = 0; c < node.input().schema().size(); c++) {
            keys.add(SortKey.ascending(c));
        }
        List<List<Object>> sorted = new ArrayList<>(input);
        sorted.sort(by(keys));
        List<List<Object>> result = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= sorted.size(); i++) {
            if (i == sorted.size() || !samePartition(sorted.get(i - 1), sorted.get(i))) {
                rows = sorted.subList(start, i);
                for (int row = 0; row < rows.size(); row++) {
                    List<Object> out = new ArrayList<>(rows.get(row));
                    for (AggregateCall call : node.calls()) {
                        out.add(value(call, row));
                    }
                    result.add(out);
                }
                start = i;
            }
        }
        return result;
    }

    private boolean samePartition(List<Object> a, List<Object> b) {
        return node.partitionKeys().stream().allMatch(c -> Objects.equals(a.get(c), b.get(c)));
    }

    private boolean peers(int i, int j) {
        return by(node.orderKeys()).compare(rows.get(i), rows.get(j)) == 0;
    }

    private int peerStart(int row) {
        return row > 0 && peers(row - 1, row) ? peerStart(row - 1) : row;
    }

    private int group(int row) {
        int group = 0;
        for (int i = 1; i <= row; i++) {
            group += peers(i - 1, i) ? 0 : 1;
        }
        return group;
    }

    private List<Integer> frame(int row) {
        List<Integer> frame = new ArrayList<>();
        for (int other = 0; other < rows.size(); other++) {
            boolean inside = within(node.frame().start(), row, other, true) && within(node.frame().end(), row, other, false);
            boolean excluded = switch (node.frame().exclusion()) {
                case NO_OTHERS -> false;
                case CURRENT_ROW -> other == row;
                case GROUP -> peers(row, other);
                case TIES -> other != row && peers(row, other);
            };
            if (inside && !excluded) {
                frame.add(other);
            }
        }
        return frame;
    }

    private boolean within(Bound bound, int row, int other, boolean start) {
        if (bound.kind() == BoundKind.UNBOUNDED_PRECEDING) {
            return start;
        }
        if (bound.kind() == BoundKind.UNBOUNDED_FOLLOWING) {
            return !start;
        }
        int sign = bound.kind() == BoundKind.PRECEDING ? -1 : 1;
        if (bound.kind() != BoundKind.CURRENT_ROW && node.frame().mode() == Frame.FrameMode.RANGE) {
            return withinRange(bound, row, other, start, sign);
        }
        int shift = bound.kind() == BoundKind.CURRENT_ROW ? 0 : sign * ((Number) bound.offset().value()).intValue();
        int distance = node.frame().mode() == Frame.FrameMode.ROWS ? other - row : group(other) - group(row);
        return start ? distance >= shift : distance <= shift;
    }

    private boolean withinRange(Bound bound, int row, int other, boolean start, int sign) {
        SortKey key = node.orderKeys().get(0);
        Object mine = rows.get(row).get(key.column());
        Object its = rows.get(other).get(key.column());
        Object limit = mine == null ? null : moved(mine, bound.offset().value(), key.descending() ? -sign : sign);
        int order = compare(its, limit, key.descending(), key.nullsFirst());
        return start ? order >= 0 : order <= 0;
    }

    private static Object moved(Object key, Object offset, int sign) {
        return switch (key) {
            case Integer number -> number + sign * (Integer) offset;
            case Double number -> number + sign * (Double) offset;
            case LocalDate date when offset instanceof Period period -> date.plusMonths(sign * period.toTotalMonths());
            case LocalDate date -> date.plusDays(sign * ((Duration) offset).toDays());
            case LocalDateTime time -> time.plus(((Duration) offset).multipliedBy(sign));
            default -> throw new AssertionError(key);
        };
    }

    private Object argument(AggregateCall call, int index, int row) {
        return switch (call.arguments().get(index)) {
            case Expr.ColumnRef column -> rows.get(row).get(column.index());
            case Expr.Literal literal -> literal.value();
            default -> throw new AssertionError(call);
        };
    }

    private Object value(AggregateCall call, int row) {
        int size = rows.size();
        return switch (call.function()) {
            case ROW_NUMBER -> row + 1L;
            case RANK -> peerStart(row) + 1L;
            case DENSE_RANK -> group(row) + 1L;
            case PERCENT_RANK -> size == 1 ? 0.0 : peerStart(row) / (double) (size - 1);
            case CUME_DIST -> {
                int end = row;
                while (end + 1 < size && peers(row, end + 1)) {
                    end++;
                }
                yield (end + 1) / (double) size;
            }
            case NTILE -> ntile((Integer) argument(call, 0, row), row, size);
            case LAG, LEAD -> neighbour(call, row);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> inFrame(call, row);
            default -> aggregate(call, row);
        };
    }

    private static int ntile(int n, int row, int size) {
        int bucket = 1;
        int left = size / n + (bucket <= size % n ? 1 : 0);
        for (int i = 0; i < row; i++) {
            if (--left == 0) {
                bucket++;
                left = size / n + (bucket <= size % n ? 1 : 0);
            }
        }
        return bucket;
    }

    private Object neighbour(AggregateCall call, int row) {
        int offset = call.arguments().size() > 1 ? (Integer) argument(call, 1, row) : 1;
        int step = call.function().name().equals("LAG") ? -1 : 1;
        int at = row;
        while (offset > 0) {
            at += step;
            if (at < 0 || at >= rows.size()) {
                return call.arguments().size() > 2 ? argument(call, 2, row) : null;
            }
            if (!call.ignoreNulls() || argument(call, 0, at) != null) {
                offset--;
            }
        }
        return argument(call, 0, at);
    }

    private Object inFrame(AggregateCall call, int row) {
        List<Object> values = new ArrayList<>();
        for (int other : frame(row)) {
            Object value = argument(call, 0, other);
            if (value != null || !call.ignoreNulls()) {
                values.add(value);
            }
        }
        int index = switch (call.function()) {
            case FIRST_VALUE -> 0;
            case LAST_VALUE -> values.size() - 1;
            default -> (Integer) argument(call, 1, row) - 1;
        };
        return index >= 0 && index < values.size() ? values.get(index) : null;
    }

    private Object aggregate(AggregateCall call, int row) {
        List<Object> values = new ArrayList<>();
        int count = 0;
        for (int other : frame(row)) {
            if (call.filter() >= 0 && !Boolean.TRUE.equals(rows.get(other).get(call.filter()))) {
                continue;
            }
            count++;
            Object value = call.arguments().isEmpty() ? null : argument(call, 0, other);
            boolean collects = call.function().name().equals("ARRAY_AGG");
            if (value != null || collects) {
                values.add(value);
            }
        }
        if (call.distinct()) {
            values = new ArrayList<>(new HashSet<>(values));
        }
        return switch (call.function()) {
            case COUNT -> (long) (call.arguments().isEmpty() ? count : values.size());
            case SUM -> reduce(values,
                    (a, b) -> a instanceof Double d ? d + (Double) b : new BigDecimal(a.toString()).add(new BigDecimal(b.toString())));
            case AVG -> values.isEmpty() ? null : values.stream().mapToDouble(v -> (Double) v).sum() / values.size();
            case MIN -> reduce(values, (a, b) -> compare(a, b, false, false) <= 0 ? a : b);
            case MAX -> reduce(values, (a, b) -> compare(a, b, false, false) >= 0 ? a : b);
            case ARRAY_AGG -> values.isEmpty() ? null : values;
            default -> throw new AssertionError(call);
        };
    }

    private static Object reduce(List<Object> values, BinaryOperator<Object> operator) {
        return values.stream().reduce(operator).orElse(null);
    }
}
