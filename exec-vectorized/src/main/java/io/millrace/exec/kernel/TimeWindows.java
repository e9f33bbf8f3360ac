package io.millrace.exec.kernel;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode.WindowAssign;
import io.millrace.common.type.SqlType;

/**
 * Which TUMBLE, HOP or CUMULATE windows a time lies in, in the units of its column. Windows start at whole multiples of their slide from {@code offset},
 * before 1970 as after.
 */
public final class TimeWindows {
    private final boolean cumulate;
    private final long size;
    private final long slide;
    private final long offset;
    private final int most;

    private TimeWindows(boolean cumulate, long size, long slide, long offset, int most) {
        this.cumulate = cumulate;
        this.size = size;
        this.slide = slide;
        this.offset = offset;
        this.most = most;
    }

    /** Of a node that is not a SESSION, whose sizes are micros, over a column of {@code timeType}. */
    public static TimeWindows of(WindowAssign node, SqlType timeType) {
        long units = timeType.unitsPerSecond() / 1_000_000L;
        long most = switch (node.kind()) {
            case TUMBLE -> 1;
            case HOP -> (node.size() + node.slide() - 1) / node.slide();
            case CUMULATE -> node.size() / node.slide();
            case SESSION -> throw new AssertionError("a session's windows depend on other rows");
        };
        if (most > 1_000_000) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "a row would lie in " + most + " windows, at most 1000000 are allowed");
        }
        try {
            long size = Math.multiplyExact(node.size(), units);
            long slide = node.kind() == WindowAssign.WindowKind.TUMBLE ? size : Math.multiplyExact(node.slide(), units);
            return new TimeWindows(
                    node.kind() == WindowAssign.WindowKind.CUMULATE, size, slide, Math.multiplyExact(node.offset(), units), (int) most);
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    private static MillraceException overflow() {
        return new MillraceException(ErrorCode.DATETIME_OVERFLOW, "a time window lies out of the range of its type");
    }

    /** Most windows of one time. */
    public int most() {
        return most;
    }

    /** Length of the windows of TUMBLE and HOP. */
    public long size() {
        return size;
    }

    /** Puts start and end of each window of {@code time} at {@code bounds[2 * from ..]}; returns {@code from} plus how many there are. */
    public int windows(long time, long[] bounds, int from) {
        try {
            long first = startOf(time, cumulate ? size : slide);
            long end = cumulate ? Math.addExact(first, ((time - first) / slide + 1) * slide) : Math.addExact(first, size);
            long last = cumulate ? Math.addExact(first, size) : 0;
            long start = first;
            int count = from;
            while (cumulate ? end <= last : end > time) {
                bounds[2 * count] = start;
                bounds[2 * count + 1] = end;
                count++;
                if (cumulate) {
                    end += slide;
                } else {
                    start = Math.subtractExact(start, slide);
                    end -= slide;
                }
            }
            return count;
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    /** The last start of a window of that length at or before {@code time}. */
    private long startOf(long time, long length) {
        return Math.addExact(Math.multiplyExact(Math.floorDiv(Math.subtractExact(time, offset), length), length), offset);
    }
}
