package io.millrace.exec.step.operator.over;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Where every row's frame begins and ends, exclusions aside. */
final class Frames {
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);

    private final Frame frame;
    private final Partition partition;
    private final List<SortKey> orderKeys;
    private final int[] groupStarts;
    /** The order key of every row as a number that grows in the order's direction, null for NULL; only for RANGE with an offset. */
    private final BigDecimal[] keys;
    private final boolean descending;

    Frames(Frame frame, Partition partition, List<SortKey> orderKeys) {
        this.frame = frame;
        this.partition = partition;
        this.orderKeys = orderKeys;
        this.groupStarts = new int[partition.groupCount() + 1];
        for (int i = partition.size() - 1; i >= 0; i--) {
            groupStarts[partition.groups()[i]] = partition.peerStarts()[i];
        }
        groupStarts[partition.groupCount()] = partition.size();
        boolean offsets = frame.mode() == Frame.FrameMode.RANGE && (frame.start().offset() != null || frame.end().offset() != null);
        this.descending = offsets && orderKeys.get(0).descending();
        this.keys = offsets ? orderKeyNumbers() : null;
    }

    /** @throws MillraceException FEATURE_NOT_SUPPORTED for a RANGE over a type without arithmetic here */
    static void check(Frame frame, List<SortKey> orderKeys, List<SqlType> types) {
        boolean offsets = frame.mode() == Frame.FrameMode.RANGE && (frame.start().offset() != null || frame.end().offset() != null);
        if (!offsets) {
            return;
        }
        boolean simple = orderKeys.size() == 1 && switch (types.get(orderKeys.get(0).column()).kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_DAY_TIME -> true;
            case NULL, BOOLEAN, CHAR, VARCHAR, BINARY, UUID, JSON, INTERVAL_YEAR_MONTH, ARRAY, MAP, ROW -> false;
        };
        for (Frame.Bound bound : List.of(frame.start(), frame.end())) {
            Object offset = bound.offset() == null ? null : bound.offset().value();
            if (!simple || offset != null && !(offset instanceof Number) && !(offset instanceof Duration)) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "a continuous view cannot hold RANGE with an offset of " + offset
                                + " yet");
            }
        }
    }

    private BigDecimal[] orderKeyNumbers() {
        Column column = partition.rows().column(orderKeys.get(0).column());
        BigDecimal[] numbers = new BigDecimal[partition.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (column.isNull(i)) {
                continue;
            }
            FixedColumn fixed = (FixedColumn) column;
            numbers[i] = switch (column.type().kind()) {
                case REAL, DOUBLE -> Double.isFinite(fixed.doubleAt(i)) ? new BigDecimal(fixed.doubleAt(i)) : infinite(fixed.doubleAt(i));
                case DATE -> BigDecimal.valueOf(fixed.intAt(i)).multiply(BigDecimal.valueOf(86_400));
                case TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_DAY_TIME ->
                        BigDecimal.valueOf(fixed.longAt(i)).divide(BigDecimal.valueOf(Math.max(1, unitsPerSecond(column.type()))));
                default -> new BigDecimal(Values.read(column, i).toString());
            };
            numbers[i] = descending ? numbers[i].negate() : numbers[i];
        }
        return numbers;
    }

    private static long unitsPerSecond(SqlType type) {
        return type.kind() == SqlType.Kind.INTERVAL_DAY_TIME ? 1_000_000L : type.unitsPerSecond();
    }

    private static BigDecimal infinite(double value) {
        // Beyond all doubles; NaN after infinity.
        BigDecimal large = BigDecimal.TEN.pow(Double.isNaN(value) ? 700 : 600);
        return value == Double.NEGATIVE_INFINITY ? large.negate() : large;
    }

    /** An offset in the unit of {@link #keys}. */
    private BigDecimal offset(Frame.Bound bound) {
        BigDecimal offset = switch (bound.offset().value()) {
            case Duration duration -> BigDecimal.valueOf(duration.getSeconds())
                    .add(BigDecimal.valueOf(duration.getNano() / 1000).divide(MICROS));
            case BigDecimal decimal -> decimal;
            case Number number -> new BigDecimal(number.toString());
            default -> throw new AssertionError(bound);
        };
        boolean days = partition.rows().column(orderKeys.get(0).column()).type().kind() == SqlType.Kind.DATE
                && bound.offset().value() instanceof Number;
        return days ? offset.multiply(BigDecimal.valueOf(86_400)) : offset;
    }

    private static int count(Frame.Bound bound) {
        long count = ((Number) bound.offset().value()).longValue();
        if (count < 0) {
            throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "frame offset must not be negative");
        }
        return (int) Math.min(count, Integer.MAX_VALUE / 2);
    }

    /** The first row of a row's frame. */
    int start(int row) {
        return bound(frame.start(), row, true);
    }

    /** One after the last row of a row's frame; not above the start if it is empty. */
    int end(int row) {
        return bound(frame.end(), row, false);
    }

    private int bound(Frame.Bound bound, int row, boolean start) {
        return switch (bound.kind()) {
            case UNBOUNDED_PRECEDING -> 0;
            case UNBOUNDED_FOLLOWING -> partition.size();
            case CURRENT_ROW -> switch (frame.mode()) {
                case ROWS -> start ? row : row + 1;
                case RANGE, GROUPS -> start ? partition.peerStarts()[row] : partition.peerEnds()[row];
            };
            case PRECEDING, FOLLOWING -> {
                boolean before = bound.kind() == BoundKind.PRECEDING;
                yield switch (frame.mode()) {
                    case ROWS -> clamp(row + (before ? -count(bound) : count(bound)) + (start ? 0 : 1));
                    case GROUPS -> {
                        int group = partition.groups()[row] + (before ? -count(bound) : count(bound)) + (start ? 0 : 1);
                        yield groupStarts[Math.clamp(group, 0, partition.groupCount())];
                    }
                    case RANGE -> range(bound, row, start);
                };
            }
        };
    }

    private int clamp(int row) {
        return Math.clamp(row, 0, partition.size());
    }

    private int range(Frame.Bound bound, int row, boolean start) {
        if (keys[row] == null) {
            return start ? partition.peerStarts()[row] : partition.peerEnds()[row];
        }
        BigDecimal offset = offset(bound);
        BigDecimal limit = bound.kind() == BoundKind.PRECEDING ? keys[row].subtract(offset) : keys[row].add(offset);
        // NULLs stand together at one end: search among the rest.
        int from = 0;
        int to = partition.size();
        while (from < to && keys[from] == null) {
            from = partition.peerEnds()[from];
        }
        while (to > from && keys[to - 1] == null) {
            to = partition.peerStarts()[to - 1];
        }
        while (from < to) {
            int middle = from + to >>> 1;
            int order = keys[middle].compareTo(limit);
            if (order < 0 || !start && order == 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** Whether a row of a frame is left out of it. */
    boolean excluded(int row, int other) {
        return switch (frame.exclusion()) {
            case NO_OTHERS -> false;
            case CURRENT_ROW -> other == row;
            case GROUP -> partition.groups()[other] == partition.groups()[row];
            case TIES -> other != row && partition.groups()[other] == partition.groups()[row];
        };
    }

    boolean excludesAny() {
        return frame.exclusion() != Frame.Exclusion.NO_OTHERS;
    }
}
