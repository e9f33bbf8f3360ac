package io.millrace.exec.step.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The step's error rows, summed by operator, code and message. */
public final class ErrorRows {
    /** What tells one error from another. */
    public record Key(int operator, ErrorCode code, String message) {}

    private final Map<Key, Long> weights = new LinkedHashMap<>();

    /** Whether an error is a row's own, so that it goes away with the row; others (memory, a missing feature) stop the dataflow. */
    public static boolean isRowError(MillraceException error) {
        return error.code().category() == ErrorCode.Category.USER && error.code() != ErrorCode.FEATURE_NOT_SUPPORTED;
    }

    void add(int operator, ErrorCode code, String message, long weight) {
        weights.merge(new Key(operator, code, message), weight, Long::sum);
    }

    /** Hands over what was added since the last time, zeros left out. */
    public void drain(BiConsumer<Key, Long> consumer) {
        weights.forEach((key, weight) -> {
            if (weight != 0) {
                consumer.accept(key, weight);
            }
        });
        weights.clear();
    }
}
