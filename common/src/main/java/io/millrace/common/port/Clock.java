package io.millrace.common.port;

/** Time, injected so that tests and simulations own it. */
public interface Clock {
    /** Microseconds since 1970-01-01T00:00Z; may jump. */
    long epochMicros();

    /** Nanoseconds from an arbitrary origin; never goes back. For measuring spans and deadlines. */
    long monotonicNanos();
}
