package io.millrace.exec.step;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OVER, row by row, frame by frame. */
final class ReferenceOver {
    private ReferenceOver() {}

    static List<List<Object>> rows(PlanNode.Window node, List<List<Object>> input) {
        Map<List<Object>, List<List<Object>>> partitions = new LinkedHashMap<>();
        for (List<Object> row : input) {
            List<Object> key = new ArrayList<>();
            node.partitionKeys().forEach(k -> key.add(row.get(k)));
            partitions.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
        }
        List<List<Object>> out = new ArrayList<>();
        partitions.values().forEach(rows -> partition(node, rows, out));
        return out;
    }

    private static int keys(PlanNode.Window node, List<Object> a, List<Object> b) {
        for (var key : node.orderKeys()) {
            int order = Reference.compareNullable(a.get(key.column()), b.get(key.column()), key.descending(), key.nullsFirst());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static void partition(PlanNode.Window node, List<List<Object>> rows, List<List<Object>> out) {
        rows.sort((a, b) -> {
            int order = keys(node, a, b);
            for (int c = 0; order == 0 && c < a.size(); c++) {
                order = Reference.compareNullable(a.get(c), b.get(c), false, false);
            }
            return order;
        });
        for (int i = 0; i < rows.size(); i++) {
            List<Object> result = new ArrayList<>(rows.get(i));
            for (AggregateCall call : node.calls()) {
                result.add(value(node, call, rows, i));
            }
            out.add(result);
        }
    }

    private static Object value(PlanNode.Window node, AggregateCall call, List<List<Object>> rows, int i) {
        List<Object> row = rows.get(i);
        long before = rows.stream().filter(r -> keys(node, r, row) < 0).count();
        long upTo = rows.stream().filter(r -> keys(node, r, row) <= 0).count();
        return switch (call.function()) {
            case ROW_NUMBER -> i + 1L;
            case RANK -> before + 1;
            case DENSE_RANK -> 1 + rows.stream()
                    .filter(r -> keys(node, r, row) < 0)
                    .map(r -> node.orderKeys().stream().map(k -> r.get(k.column()))
                            .collect(java.util.stream.Collectors.toCollection(ArrayList::new)))
                    .distinct()
                    .count();
            case PERCENT_RANK -> rows.size() == 1 ? 0.0 : before / (double) (rows.size() - 1);
            case CUME_DIST -> upTo / (double) rows.size();
            case NTILE -> ntile(rows.size(), i, ((Number) literal(call, 0)).longValue());
            case LAG, LEAD -> shifted(call, rows, i);
            case FIRST_VALUE -> first(frame(node, rows, i), call);
            case LAST_VALUE -> {
                List<List<Object>> frame = frame(node, rows, i);
                yield frame.isEmpty() ? null : frame.get(frame.size() - 1).get(column(call));
            }
            case NTH_VALUE -> {
                List<List<Object>> frame = frame(node, rows, i);
                int n = ((Number) literal(call, 1)).intValue();
                yield frame.size() < n ? null : frame.get(n - 1).get(column(call));
            }
            default -> Reference.aggregate(
                    new PlanNode.Aggregate(node.input(), List.of(), List.of(List.of()), List.of(call), PlanNode.AggregatePhase.SINGLE,
                            node.schema()),
                    List.of(), call, frame(node, rows, i));
        };
    }

    private static Object first(List<List<Object>> frame, AggregateCall call) {
        for (List<Object> row : frame) {
            if (!call.ignoreNulls() || row.get(column(call)) != null) {
                return row.get(column(call));
            }
        }
        return null;
    }

    private static long ntile(int n, int i, long buckets) {
        for (long b = 0, at = 0;; b++) {
            at += n / buckets + (b < n % buckets ? 1 : 0);
            if (i < at) {
                return b + 1;
            }
        }
    }

    private static Object shifted(AggregateCall call, List<List<Object>> rows, int i) {
        int offset = call.arguments().size() > 1 ? ((Number) literal(call, 1)).intValue() : 1;
        int step = call.function() == io.millrace.common.expr.AggregateFunction.LAG ? -1 : 1;
        int at = i;
        for (int left = offset; left > 0;) {
            at += step;
            if (at < 0 || at >= rows.size()) {
                return call.arguments().size() > 2 ? literal(call, 2) : null;
            }
            left -= call.ignoreNulls() && rows.get(at).get(column(call)) == null ? 0 : 1;
        }
        return rows.get(at).get(column(call));
    }

    private static int column(AggregateCall call) {
        return ((Expr.ColumnRef) call.arguments().get(0)).index();
    }

    private static Object literal(AggregateCall call, int argument) {
        return ((Expr.Literal) call.arguments().get(argument)).value();
    }

    private static List<List<Object>> frame(PlanNode.Window node, List<List<Object>> rows, int i) {
        List<List<Object>> frame = new ArrayList<>();
        for (int j = 0; j < rows.size(); j++) {
            if (after(node, rows, i, j, node.frame().start(), true) && after(node, rows, i, j, node.frame().end(), false)) {
                boolean peer = keys(node, rows.get(i), rows.get(j)) == 0;
                boolean excluded = switch (node.frame().exclusion()) {
                    case NO_OTHERS -> false;
                    case CURRENT_ROW -> i == j;
                    case GROUP -> peer;
                    case TIES -> peer && i != j;
                };
                if (!excluded) {
                    frame.add(rows.get(j));
                }
            }
        }
        return frame;
    }

    /** Whether row j is on the frame's side of a bound of row i's frame. */
    private static boolean after(PlanNode.Window node, List<List<Object>> rows, int i, int j, Frame.Bound bound, boolean start) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING, UNBOUNDED_FOLLOWING -> true;
            case CURRENT_ROW -> side(node.frame().mode() == Frame.FrameMode.ROWS ? j - i : keys(node, rows.get(j), rows.get(i)), start);
            case PRECEDING, FOLLOWING -> {
                long offset = ((Number) bound.offset().value()).longValue() * (bound.kind() == Frame.BoundKind.PRECEDING ? -1 : 1);
                yield switch (node.frame().mode()) {
                    case ROWS -> side(j - i - offset, start);
                    case GROUPS -> side(group(node, rows, j) - group(node, rows, i) - offset, start);
                    case RANGE -> range(node, rows, i, j, offset, start);
                };
            }
        };
    }

    private static boolean side(long distance, boolean start) {
        return start ? distance >= 0 : distance <= 0;
    }

    private static boolean range(PlanNode.Window node, List<List<Object>> rows, int i, int j, long offset, boolean start) {
        var key = node.orderKeys().get(0);
        Number own = (Number) rows.get(i).get(key.column());
        Number other = (Number) rows.get(j).get(key.column());
        if (own == null || other == null) {
            return own == null ? side(keys(node, rows.get(j), rows.get(i)), start) : key.nullsFirst() != start;
        }
        int sign = key.descending() ? -1 : 1;
        return side(sign * (other.longValue() - own.longValue()) - offset, start);
    }

    private static long group(PlanNode.Window node, List<List<Object>> rows, int i) {
        long groups = 0;
        for (int j = 1; j <= i; j++) {
            groups += keys(node, rows.get(j - 1), rows.get(j)) == 0 ? 0 : 1;
        }
        return groups;
    }
}
