package io.millrace.exec.window;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.Bound;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;

/**
 * Each row's frame: {@code start[i] .. end[i]} less what is excluded. Bounds of RANGE with an offset never move back within a partition, so they are found
 * by one pass.
 */
final class FrameBounds {
    final int[] start;
    final int[] end;
    private final Frame.Exclusion exclusion;
    private final WindowRows window;

    FrameBounds(PlanNode.Window node, WindowRows window) {
        this.window = window;
        this.exclusion = node.frame().exclusion();
        this.start = bounds(node, node.frame().start(), true);
        this.end = bounds(node, node.frame().end(), false);
        for (int i = 0; i < window.count; i++) {
            end[i] = Math.max(start[i], end[i]);
        }
    }

    /** Refuses frames that the plan's types don't allow. */
    static void check(PlanNode.Window node) {
        for (Bound bound : new Bound[] {node.frame().start(), node.frame().end()}) {
            if (bound.offset() == null) {
                continue;
            }
            if (bound.offset().value() == null) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "frame offset must not be null");
            }
            if (node.frame().mode() == Frame.FrameMode.RANGE) {
                if (node.orderKeys().size() != 1) {
                    throw new MillraceException(
                            ErrorCode.WINDOWING_ERROR, "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
                }
                RangeKeys.check(node.input().schema().type(node.orderKeys().get(0).column()), bound.offset());
            } else {
                offset(bound);
            }
        }
    }

    private static int offset(Bound bound) {
        if (!(bound.offset().value() instanceof Number number)) {
            throw new MillraceException(ErrorCode.WINDOWING_ERROR, "frame offset must be a number of rows or groups");
        }
        if (number.longValue() < 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "frame offset must not be negative");
        }
        return (int) Math.min(number.longValue(), Integer.MAX_VALUE / 2);
    }

    private int[] bounds(PlanNode.Window node, Bound bound, boolean starts) {
        int[] result = new int[window.count];
        boolean rowsMode = node.frame().mode() == Frame.FrameMode.ROWS;
        if (bound.kind() == BoundKind.PRECEDING || bound.kind() == BoundKind.FOLLOWING) {
            int sign = bound.kind() == BoundKind.PRECEDING ? -1 : 1;
            switch (node.frame().mode()) {
                case ROWS -> rows(result, sign * offset(bound) + (starts ? 0 : 1));
                case GROUPS -> groups(result, sign * offset(bound) + (starts ? 0 : 1));
                case RANGE -> range(result, node.orderKeys().get(0), bound, sign, starts);
            }
            return result;
        }
        for (int i = 0; i < window.count; i++) {
            result[i] = switch (bound.kind()) {
                case UNBOUNDED_PRECEDING -> window.partitionStart[i];
                case UNBOUNDED_FOLLOWING -> window.partitionEnd[i];
                default -> rowsMode ? starts ? i : i + 1 : starts ? window.peerStart[i] : window.peerEnd[i];
            };
        }
        return result;
    }

    private void rows(int[] result, int shift) {
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) Math.clamp((long) i + shift, window.partitionStart[i], window.partitionEnd[i]);
        }
    }

    private void groups(int[] result, int shift) {
        for (int i = 0; i < result.length; i++) {
            int first = window.group[window.partitionStart[i]];
            int behind = window.group[window.partitionEnd[i] - 1] + 1;
            result[i] = window.groupStarts[(int) Math.clamp((long) window.group[i] + shift, first, behind)];
        }
    }

    private void range(int[] result, SortKey key, Bound bound, int sign, boolean starts) {
        RangeKeys keys = RangeKeys.of(window.rows.column(key.column()), bound.offset(), sign * (key.descending() ? -1 : 1),
                window.lane.evaluation().zone());
        int direction = key.descending() ? -1 : 1;
        int at = 0;
        for (int i = 0; i < result.length; i++) {
            if (keys.isNull(i)) {
                result[i] = starts ? window.peerStart[i] : window.peerEnd[i];
                continue;
            }
            if (i > window.peerStart[i]) {
                result[i] = result[i - 1];
                continue;
            }
            at = Math.max(at, window.partitionStart[i]);
            while (at < window.partitionEnd[i] && keys.isNull(at) && at < i) {
                at++;
            }
            keys.bound(i);
            while (at < window.partitionEnd[i] && !keys.isNull(at)) {
                int order = direction * keys.compare(at);
                if (order > 0 || starts && order == 0) {
                    break;
                }
                at++;
            }
            result[i] = at;
        }
    }

    /** Most ranges that a frame falls into. */
    static final int RANGES_MAX = 3;

    boolean excludes() {
        return exclusion != Frame.Exclusion.NO_OTHERS;
    }

    /** Writes a row's frame as ranges that aren't empty, in order: starts and ends one after another from {@code to[0]} on; returns how many. */
    int ranges(int row, int[] to) {
        int from = start[row];
        int behind = end[row];
        int n = 0;
        switch (exclusion) {
            case NO_OTHERS -> n = range(from, behind, to, n);
            case CURRENT_ROW -> {
                n = range(from, Math.min(behind, row), to, n);
                n = range(Math.max(from, row + 1), behind, to, n);
            }
            case GROUP -> {
                n = range(from, Math.min(behind, window.peerStart[row]), to, n);
                n = range(Math.max(from, window.peerEnd[row]), behind, to, n);
            }
            case TIES -> {
                n = range(from, Math.min(behind, window.peerStart[row]), to, n);
                n = range(Math.max(from, row), Math.min(behind, row + 1), to, n);
                n = range(Math.max(from, window.peerEnd[row]), behind, to, n);
            }
        }
        return n;
    }

    private static int range(int from, int behind, int[] to, int n) {
        if (from >= behind) {
            return n;
        }
        to[2 * n] = from;
        to[2 * n + 1] = behind;
        return n + 1;
    }
}
