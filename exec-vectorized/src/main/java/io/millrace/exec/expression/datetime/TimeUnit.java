package io.millrace.exec.expression.datetime;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Locale;

/** A field of a date and time, or a unit that times are counted in or cut to. */
enum TimeUnit {
    NANOSECONDS,
    MICROSECONDS,
    MILLISECONDS,
    SECOND,
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR,
    DECADE,
    CENTURY,
    MILLENNIUM,
    DOW,
    ISODOW,
    DOY,
    ISOYEAR,
    EPOCH,
    JULIAN,
    TIMEZONE,
    TIMEZONE_HOUR,
    TIMEZONE_MINUTE;

    /** The unit of a name as users write it: any case, singular or plural, PostgreSQL's abbreviations. */
    static TimeUnit parse(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "nanosecond", "nanoseconds", "ns", "nsec" -> NANOSECONDS;
            case "microsecond", "microseconds", "us", "usec", "usecs", "usecond", "useconds" -> MICROSECONDS;
            case "millisecond", "milliseconds", "ms", "msec", "msecs", "msecond", "mseconds", "frac_second" -> MILLISECONDS;
            case "second", "seconds", "s", "sec", "secs" -> SECOND;
            case "minute", "minutes", "m", "min", "mins" -> MINUTE;
            case "hour", "hours", "h", "hr", "hrs" -> HOUR;
            case "day", "days", "d" -> DAY;
            case "week", "weeks", "w" -> WEEK;
            case "month", "months", "mon", "mons" -> MONTH;
            case "quarter", "quarters", "qtr" -> QUARTER;
            case "year", "years", "y", "yr", "yrs" -> YEAR;
            case "decade", "decades", "dec", "decs" -> DECADE;
            case "century", "centuries", "c", "cent" -> CENTURY;
            case "millennium", "millenniums", "millennia", "mil", "mils" -> MILLENNIUM;
            case "dow", "dayofweek" -> DOW;
            case "isodow" -> ISODOW;
            case "doy", "dayofyear" -> DOY;
            case "isoyear" -> ISOYEAR;
            case "epoch" -> EPOCH;
            case "julian" -> JULIAN;
            case "timezone" -> TIMEZONE;
            case "timezone_hour", "timezone_h" -> TIMEZONE_HOUR;
            case "timezone_minute", "timezone_m" -> TIMEZONE_MINUTE;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "unit \"" + name + "\" not recognized");
        };
    }
}
