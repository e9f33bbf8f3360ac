package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.Token;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval as PostgreSQL writes it, {@code '1 day 2 hours'}, {@code '3 mons'}, {@code '01:30:00'}, in the standard's form: text and whether it is of
 * years and months, or of days and seconds. The two don't mix, since our types don't.
 */
record IntervalText(String text, boolean yearMonth) {
    private static final Set<String> UNITS =
            Set.of("YEAR", "YEARS", "QUARTER", "QUARTERS", "MONTH", "MONTHS", "WEEK", "WEEKS", "DAY", "DAYS", "HOUR", "HOURS",
                    "MINUTE", "MINUTES", "SECOND", "SECONDS", "MILLISECOND", "MICROSECOND", "NANOSECOND");
    private static final Pattern PART = Pattern.compile(
            "\\G\\s*(?:([+-]?)(\\d+):(\\d\\d)(?::(\\d\\d(?:\\.\\d{1,6})?))?|([+-]?\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]+))\\s*(?:,\\s*)?");
    private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

    /** Whether a word is a unit of the standard's {@code INTERVAL '1' DAY}. */
    static boolean isUnit(String word) {
        return UNITS.contains(word.toUpperCase(Locale.ROOT));
    }

    static IntervalText parse(Token string) {
        String text = string.image.replaceAll("^[eE]?'|'$", "").trim();
        Matcher part = PART.matcher(text);
        BigDecimal months = BigDecimal.ZERO;
        BigDecimal seconds = BigDecimal.ZERO;
        int end = 0;
        boolean anyMonths = false;
        boolean anySeconds = false;
        while (end < text.length()) {
            if (!part.find()) {
                throw invalid(string, text, "is not an interval");
            }
            end = part.end();
            if (part.group(2) != null) {
                seconds = seconds.add(clock(part));
                anySeconds = true;
                continue;
            }
            BigDecimal amount = new BigDecimal(part.group(5));
            int monthsPerUnit = monthsPerUnit(part.group(6));
            if (monthsPerUnit > 0) {
                months = months.add(amount.multiply(BigDecimal.valueOf(monthsPerUnit)));
                anyMonths = true;
            } else {
                seconds = seconds.add(amount.multiply(secondsPerUnit(string, text, part.group(6))));
                anySeconds = true;
            }
        }
        if (anyMonths && anySeconds) {
            throw invalid(string, text, "mixes months with days or seconds; add two intervals instead");
        }
        return anyMonths ? yearMonth(string, text, months) : dayTime(seconds);
    }

    private static BigDecimal clock(Matcher part) {
        BigDecimal seconds = new BigDecimal(part.group(2)).multiply(BigDecimal.valueOf(3600))
                .add(new BigDecimal(part.group(3)).multiply(BigDecimal.valueOf(60)))
                .add(part.group(4) == null ? BigDecimal.ZERO : new BigDecimal(part.group(4)));
        return part.group(1).equals("-") ? seconds.negate() : seconds;
    }

    private static int monthsPerUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "y", "yr", "yrs", "year", "years" -> 12;
            case "quarter", "quarters" -> 3;
            case "mon", "mons", "month", "months" -> 1;
            case "decade", "decades" -> 120;
            default -> 0;
        };
    }

    private static BigDecimal secondsPerUnit(Token string, String text, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "w", "week", "weeks" -> SECONDS_PER_DAY.multiply(BigDecimal.valueOf(7));
            case "d", "day", "days" -> SECONDS_PER_DAY;
            case "h", "hr", "hrs", "hour", "hours" -> BigDecimal.valueOf(3600);
            case "m", "min", "mins", "minute", "minutes" -> BigDecimal.valueOf(60);
            case "s", "sec", "secs", "second", "seconds" -> BigDecimal.ONE;
            case "ms", "msec", "msecs", "millisecond", "milliseconds" -> new BigDecimal("0.001");
            case "us", "usec", "usecs", "microsecond", "microseconds" -> new BigDecimal("0.000001");
            default -> throw invalid(string, text, "has the unknown unit '" + unit + "'");
        };
    }

    private static IntervalText yearMonth(Token string, String text, BigDecimal months) {
        if (months.stripTrailingZeros().scale() > 0) {
            throw invalid(string, text, "is not a whole number of months");
        }
        long total = months.abs().longValueExact();
        return new IntervalText((months.signum() < 0 ? "-" : "") + total / 12 + "-" + total % 12, true);
    }

    private static IntervalText dayTime(BigDecimal seconds) {
        BigDecimal[] days = seconds.abs().divideAndRemainder(SECONDS_PER_DAY);
        long micros = days[1].movePointRight(6).longValue();
        String text = String.format(Locale.ROOT, "%s%d %02d:%02d:%02d.%06d", seconds.signum() < 0 ? "-" : "", days[0].longValue(),
                micros / 3_600_000_000L,
                micros / 60_000_000L % 60, micros / 1_000_000L % 60, micros % 1_000_000L);
        return new IntervalText(text, false);
    }

    private static MillraceException invalid(Token string, String text, String what) {
        return new MillraceException(ErrorCode.INVALID_DATETIME, "interval '" + text + "' " + what)
                .at(new SourcePosition(string.beginLine, string.beginColumn))
                .withHint("for example INTERVAL '1 day 2 hours' or INTERVAL '5' SECOND");
    }
}
