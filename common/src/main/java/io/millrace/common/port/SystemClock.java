package io.millrace.common.port;

import java.time.Instant;

/** The machine's clock; the only place that reads it. */
public final class SystemClock implements Clock {
    @Override
    public long epochMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
