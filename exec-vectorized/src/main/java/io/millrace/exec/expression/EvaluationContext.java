package io.millrace.exec.expression;

import java.time.ZoneId;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What expressions need of the statement that they run for.
 *
 * @param allocator pays for results and caches
 * @param statementMicros the statement's (in a view: the tick's) time, microseconds since 1970-01-01T00:00Z
 * @param zone the session's time zone
 * @param random for RANDOM and GENERATE_UUID; used by one thread
 */
public record EvaluationContext(BufferAllocator allocator, long statementMicros, ZoneId zone, RandomGenerator random) {
    public EvaluationContext {
        Objects.requireNonNull(allocator, "allocator");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(random, "random");
    }
}
