package io.millrace.testkit.nexmark;

/**
 * What the published rules leave open.
 *
 * @param seed equal seeds give equal events
 * @param eventsPerSecond of event time
 * @param firstMillis the time of the first event, since 1970
 * @param outOfOrderGroup so many events each come in mixed order; 1: in order
 */
public record NexmarkOptions(long seed, long eventsPerSecond, long firstMillis, int outOfOrderGroup) {
    public NexmarkOptions {
        if (eventsPerSecond <= 0 || outOfOrderGroup <= 0) {
            throw new IllegalArgumentException("events a second and the group are positive: " + eventsPerSecond + ", " + outOfOrderGroup);
        }
    }

    /** 10,000 events a second in order, from 2015-07-15 00:00 on: the published defaults. */
    public static NexmarkOptions of(long seed) {
        return new NexmarkOptions(seed, 10_000, 1_436_918_400_000L, 1);
    }

    public NexmarkOptions withEventsPerSecond(long rate) {
        return new NexmarkOptions(seed, rate, firstMillis, outOfOrderGroup);
    }

    public NexmarkOptions withOutOfOrderGroup(int group) {
        return new NexmarkOptions(seed, eventsPerSecond, firstMillis, group);
    }

    long millisOf(long eventNumber) {
        return firstMillis + Math.multiplyExact(eventNumber, 1000L) / eventsPerSecond;
    }

    /** Which event comes at a place of the order. */
    long adjusted(long number) {
        long base = number / outOfOrderGroup * outOfOrderGroup;
        return base + number * 953 % outOfOrderGroup;
    }
}
