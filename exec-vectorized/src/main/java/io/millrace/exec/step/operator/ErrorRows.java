package io.millrace.exec.step.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The step's error rows, summed by operator, code and message. */
public final class ErrorRows {
    /** What tells one error from another; {@code origin} is unknown where rows are not told apart. */
    private record Key(int operator, ErrorCode code, String message, RowOrigin origin) {}

    private final Map<Key, Long> weights = new LinkedHashMap<>();
    /** Of errors whose rows are not told apart, where one came from. */
    private final Map<Key, RowOrigin> samples = new HashMap<>();

    /** Whether an error is a row's own, so that it goes away with the row; others (memory, a missing feature) stop the dataflow. */
    public static boolean isRowError(MillraceException error) {
        return error.code().category() == ErrorCode.Category.USER && error.code() != ErrorCode.FEATURE_NOT_SUPPORTED;
    }

    /** @param apart whether rows of the same error are told apart by their origins */
    void add(int operator, ErrorCode code, String message, RowOrigin origin, boolean apart, long weight) {
        Key key = new Key(operator, code, message, apart ? origin : RowOrigin.UNKNOWN);
        weights.merge(key, weight, Long::sum);
        if (!apart && weight > 0 && origin.input() >= 0) {
            samples.putIfAbsent(key, origin);
        }
    }

    /** Hands over what was added since the last time, zeros left out. */
    public List<ErrorRow> drain() {
        List<ErrorRow> rows = new ArrayList<>();
        weights.forEach((key, weight) -> {
            if (weight != 0) {
                rows.add(new ErrorRow(key.operator, key.code, key.message, weight, samples.getOrDefault(key, key.origin)));
            }
        });
        weights.clear();
        samples.clear();
        return rows;
    }
}
