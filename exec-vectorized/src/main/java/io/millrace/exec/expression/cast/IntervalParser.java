package io.millrace.exec.expression.cast;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads intervals: PostgreSQL's {@code 1 day -02:03:04.5}, {@code 2 weeks 3 hours ago}, SQL's {@code 1-2} and {@code 3 04:05:06}, ISO 8601's
 * {@code P1DT2H}. Holds the value read.
 */
final class IntervalParser {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:([+-]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?|([+-]?\\d+)-(\\d+)|([+-]?(?:\\d+\\.?\\d*|\\.\\d+))\\s*([a-zµ]*))\\s*");
    private static final Pattern ISO_TOKEN = Pattern.compile("([+-]?\\d+(?:\\.\\d*)?)([ymwdhs])|(t)");
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

    long months;
    long micros;
    private BigDecimal exactMonths;
    private BigDecimal seconds;

    ParseStatus parse(String given) {
        String text = given.strip().toLowerCase(Locale.ROOT);
        exactMonths = BigDecimal.ZERO;
        seconds = BigDecimal.ZERO;
        if (text.isEmpty()) {
            return ParseStatus.SYNTAX;
        }
        boolean known = text.startsWith("p") ? iso(text.substring(1)) : tokens(text);
        if (!known) {
            return ParseStatus.SYNTAX;
        }
        try {
            // A fraction of a month counts by days of a month of thirty.
            BigDecimal whole = new BigDecimal(exactMonths.toBigInteger());
            BigDecimal days = exactMonths.subtract(whole).multiply(BigDecimal.valueOf(30));
            months = whole.longValueExact();
            BigDecimal total = seconds.add(days.multiply(SECONDS_PER_DAY)).multiply(MICROS_PER_SECOND);
            micros = total.setScale(0, RoundingMode.HALF_EVEN).longValueExact();
            return Math.abs(months) <= Integer.MAX_VALUE ? ParseStatus.OK : ParseStatus.RANGE;
        } catch (ArithmeticException e) {
            return ParseStatus.RANGE;
        }
    }

    private boolean tokens(String given) {
        String text = given.startsWith("@") ? given.substring(1) : given;
        boolean ago = text.endsWith("ago");
        Matcher matcher = TOKEN.matcher(ago ? text.substring(0, text.length() - 3) : text);
        int at = 0;
        boolean afterBareNumber = false;
        while (at < matcher.regionEnd()) {
            if (!matcher.find() || matcher.start() != at) {
                return false;
            }
            at = matcher.end();
            if (matcher.group(2) != null) {
                if (!clock(matcher)) {
                    return false;
                }
                afterBareNumber = false;
            } else if (matcher.group(5) != null) {
                BigDecimal years = new BigDecimal(matcher.group(5));
                BigDecimal more = new BigDecimal(matcher.group(6));
                exactMonths = exactMonths.add(years.multiply(BigDecimal.valueOf(12)))
                        .add(matcher.group(5).startsWith("-") ? more.negate() : more);
            } else if (matcher.group(8).isEmpty()) {
                // A number alone is days before a clock, else seconds.
                afterBareNumber = at < matcher.regionEnd();
                add(new BigDecimal(matcher.group(7)), afterBareNumber ? "day" : "second");
            } else if (!add(new BigDecimal(matcher.group(7)), matcher.group(8))) {
                return false;
            }
        }
        if (ago) {
            exactMonths = exactMonths.negate();
            seconds = seconds.negate();
        }
        return !afterBareNumber && at > 0;
    }

    private boolean clock(Matcher matcher) {
        BigDecimal minutes = new BigDecimal(matcher.group(3));
        BigDecimal rest = matcher.group(4) == null ? BigDecimal.ZERO : new BigDecimal(matcher.group(4));
        if (minutes.intValue() > 59 || rest.intValue() > 59) {
            return false;
        }
        BigDecimal value = new BigDecimal(matcher.group(2))
                .multiply(BigDecimal.valueOf(3600))
                .add(minutes.multiply(BigDecimal.valueOf(60)))
                .add(rest);
        seconds = seconds.add(matcher.group(1).equals("-") ? value.negate() : value);
        return true;
    }

    private boolean iso(String text) {
        Matcher matcher = ISO_TOKEN.matcher(text);
        boolean time = false;
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find() || matcher.start() != at) {
                return false;
            }
            at = matcher.end();
            if (matcher.group(3) != null) {
                time = true;
            } else {
                String unit = switch (matcher.group(2)) {
                    case "y" -> "year";
                    case "m" -> time ? "minute" : "month";
                    case "w" -> "week";
                    case "d" -> "day";
                    case "h" -> "hour";
                    default -> "second";
                };
                add(new BigDecimal(matcher.group(1)), unit);
            }
        }
        return at > 0;
    }

    private boolean add(BigDecimal count, String unit) {
        switch (unit) {
            case "millennium", "millenniums", "millennia", "mil", "mils" -> addMonths(count, 12_000);
            case "century", "centuries", "c", "cent" -> addMonths(count, 1200);
            case "decade", "decades", "dec", "decs" -> addMonths(count, 120);
            case "year", "years", "y", "yr", "yrs" -> addMonths(count, 12);
            case "month", "months", "mon", "mons" -> addMonths(count, 1);
            case "week", "weeks", "w" -> addSeconds(count, "604800");
            case "day", "days", "d" -> addSeconds(count, "86400");
            case "hour", "hours", "h", "hr", "hrs" -> addSeconds(count, "3600");
            case "minute", "minutes", "m", "min", "mins" -> addSeconds(count, "60");
            case "second", "seconds", "s", "sec", "secs" -> addSeconds(count, "1");
            case "millisecond", "milliseconds", "ms", "msec", "msecs" -> addSeconds(count, "0.001");
            case "microsecond", "microseconds", "us", "usec", "usecs", "µs" -> addSeconds(count, "0.000001");
            default -> {
                return false;
            }
        }
        return true;
    }

    private void addMonths(BigDecimal count, int each) {
        exactMonths = exactMonths.add(count.multiply(BigDecimal.valueOf(each)));
    }

    private void addSeconds(BigDecimal count, String each) {
        seconds = seconds.add(count.multiply(new BigDecimal(each)));
    }
}
