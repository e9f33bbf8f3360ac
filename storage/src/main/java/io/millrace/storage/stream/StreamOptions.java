package io.millrace.storage.stream;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.log.Retention;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of a stream's WITH (…) that its log obeys: {@code retention = '7 days'}, {@code retention.bytes = '1073741824'}. */
public final class StreamOptions {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})\\s*(second|minute|hour|day|s|m|h|d)s?");

    private StreamOptions() {}

    /** INVALID_PARAMETER if a value is not understood. */
    public static Retention retention(Map<String, String> options) {
        String age = options.get("retention");
        String bytes = options.get("retention.bytes");
        return new Retention(age == null ? Retention.UNLIMITED : spanMicros("retention", age),
                bytes == null ? Retention.UNLIMITED : bytes(bytes));
    }

    /** The microseconds of a span like '7 days', the value of an option; INVALID_PARAMETER if it is none. */
    public static long spanMicros(String option, String text) {
        Matcher matcher = SPAN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER,
                    "option " + option + ": expected a span like '7 days', '12 hours' or '30 minutes', found '" + text + "'");
        }
        long seconds = Long.parseLong(matcher.group(1))
                * switch (matcher.group(2).charAt(0)) {
                    case 's' -> 1;
                    case 'm' -> 60;
                    case 'h' -> 3600;
                    default -> 86_400;
                };
        return seconds * 1_000_000L;
    }

    private static long bytes(String text) {
        try {
            long bytes = Long.parseLong(text.strip());
            if (bytes >= 0) {
                return bytes;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option retention.bytes: expected a number of bytes, found '" + text + "'");
    }
}
