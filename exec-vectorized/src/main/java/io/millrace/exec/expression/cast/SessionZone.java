package io.millrace.exec.expression.cast;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Offsets of a zone, remembering the span between transitions that it last was asked about, since times come close together. One instance per thread.
 * Local times in a gap are read with the offset before it, those in an overlap with the offset after it, as PostgreSQL does.
 */
public final class SessionZone {
    private static final long DAY = 86_400;

    private final ZoneRules rules;
    private long from = 1;
    private long to;
    private int offset;

    public SessionZone(ZoneId zone) {
        this.rules = zone.getRules();
        if (rules.isFixedOffset()) {
            from = Long.MIN_VALUE;
            to = Long.MAX_VALUE;
            offset = rules.getOffset(Instant.EPOCH).getTotalSeconds();
        }
    }

    /** Seconds east of UTC at an instant, in seconds since the epoch. */
    public int offsetAt(long epochSecond) {
        if (epochSecond < from || epochSecond >= to) {
            Instant instant = Instant.ofEpochSecond(Math.clamp(epochSecond, -31_557_014_167_219_200L, 31_556_889_864_403_199L));
            ZoneOffsetTransition next = rules.nextTransition(instant);
            ZoneOffsetTransition previous = rules.previousTransition(instant.plusSeconds(1));
            offset = rules.getOffset(instant).getTotalSeconds();
            from = previous == null ? Long.MIN_VALUE : previous.toEpochSecond();
            to = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        }
        return offset;
    }

    /** Seconds east of UTC at a local time, in seconds since 1970-01-01T00:00 on the wall clock. */
    public int offsetAtLocal(long localSecond) {
        long instant = localSecond - offset;
        boolean wellInside = (from == Long.MIN_VALUE || instant - DAY >= from) && (to == Long.MAX_VALUE || instant + DAY < to);
        if (from <= to && wellInside) {
            return offset;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(
                Math.clamp(localSecond, -31_557_014_135_596_800L, 31_556_889_832_780_799L), 0, ZoneOffset.UTC);
        ZoneOffsetTransition transition = rules.getTransition(local);
        int found = transition == null
                ? rules.getOffset(local).getTotalSeconds()
                : (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter()).getTotalSeconds();
        offsetAt(localSecond - found);
        return found;
    }
}
