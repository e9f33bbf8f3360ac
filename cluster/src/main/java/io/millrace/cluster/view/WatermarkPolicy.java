package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stream with a watermark says about silence and about clocks that are wrong, in its WITH (…): {@code watermark.idle_timeout = '5 seconds'},
 * {@code watermark.max_future_skew = '366 days'}.
 *
 * @param idleTimeoutMicros after how long without rows a partition steps aside; 0: never
 * @param skewMicros how far ahead of its arrival a row's time may be and still move the watermark
 */
record WatermarkPolicy(long idleTimeoutMicros, long skewMicros) {
    static final String IDLE_TIMEOUT = "watermark.idle_timeout";
    static final String FUTURE_SKEW = "watermark.max_future_skew";
    private static final long DEFAULT_IDLE_MICROS = 5_000_000L;
    private static final long DEFAULT_SKEW_MICROS = 366L * 86_400_000_000L;
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(millisecond|second|minute|hour|day|ms|s|m|h|d)s?");

    /** @throws MillraceException INVALID_PARAMETER if a value is not understood */
    static WatermarkPolicy of(Map<String, String> options) {
        return new WatermarkPolicy(
                span(options, IDLE_TIMEOUT, DEFAULT_IDLE_MICROS), span(options, FUTURE_SKEW, DEFAULT_SKEW_MICROS));
    }

    /** Microseconds of an option that is a span of time. */
    static long span(Map<String, String> options, String name, long otherwise) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "option " + name + ": expected a span like '5 seconds' or '1 hour', found '" + text + "'");
        }
        long unit = switch (matcher.group(2)) {
            case "millisecond", "ms" -> 1_000L;
            case "second", "s" -> 1_000_000L;
            case "minute", "m" -> 60_000_000L;
            case "hour", "h" -> 3_600_000_000L;
            default -> 86_400_000_000L;
        };
        return Long.parseLong(matcher.group(1)) * unit;
    }
}
