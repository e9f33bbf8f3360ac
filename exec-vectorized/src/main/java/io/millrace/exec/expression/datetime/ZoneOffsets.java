package io.millrace.exec.expression.datetime;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/** A zone's offsets from UTC, with the last met period of one offset at hand. For one thread. */
final class ZoneOffsets {
    /** More than any change of offset, in seconds: outside this margin a local time is neither skipped nor repeated. */
    private static final long MARGIN = 2 * 86_400L;

    private final ZoneRules rules;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;
    private int offset;

    ZoneOffsets(ZoneId zone) {
        this.rules = zone.getRules();
    }

    /** Seconds to add to an instant, in seconds since 1970, to get what the wall clock shows. */
    int at(long epochSecond) {
        if (epochSecond < from || epochSecond >= to) {
            load(epochSecond);
        }
        return offset;
    }

    private void load(long epochSecond) {
        Instant instant = Instant.ofEpochSecond(Math.clamp(epochSecond, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
        offset = rules.getOffset(instant).getTotalSeconds();
        ZoneOffsetTransition next = rules.isFixedOffset() ? null : rules.nextTransition(instant);
        ZoneOffsetTransition last = rules.isFixedOffset() ? null : rules.previousTransition(instant.plusSeconds(1));
        from = last == null ? Long.MIN_VALUE : last.toEpochSecond();
        to = next == null ? Long.MAX_VALUE : next.toEpochSecond();
    }

    /**
     * Seconds to subtract from a wall clock's seconds to get the instant. A time that the clock skips is read with the offset before, one that it
     * shows twice with the offset after, as PostgreSQL does.
     */
    int ofLocal(long localSecond) {
        int guess = at(localSecond);
        if (localSecond - guess - MARGIN >= from && localSecond - guess + MARGIN < to || from == Long.MIN_VALUE && to == Long.MAX_VALUE) {
            return guess;
        }
        LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
        List<ZoneOffset> valid = rules.getValidOffsets(local);
        if (valid.size() == 1) {
            return valid.get(0).getTotalSeconds();
        }
        ZoneOffsetTransition transition = rules.getTransition(local);
        return (transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter()).getTotalSeconds();
    }
}
