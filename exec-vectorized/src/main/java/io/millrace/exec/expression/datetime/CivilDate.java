package io.millrace.exec.expression.datetime;

/**
 * The proleptic Gregorian calendar in integers: days since 1970-01-01 to year, month, day and back (H. Hinnant, "chrono-compatible low-level date
 * algorithms"). Years are astronomical: 0 is 1 BC.
 */
public final class CivilDate {
    private static final long DAYS_PER_ERA = 146_097;
    private static final long DAYS_TO_1970 = 719_468;

    private CivilDate() {}

    public static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_1970;
    }

    /** Year, month and day packed: {@link #year}, {@link #month}, {@link #day} take it apart. */
    public static long of(long epochDay) {
        long shifted = epochDay + DAYS_TO_1970;
        long era = Math.floorDiv(shifted, DAYS_PER_ERA);
        int dayOfEra = (int) (shifted - era * DAYS_PER_ERA);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int shiftedMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1;
        int month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | day;
    }

    public static long year(long civil) {
        return civil >> 9;
    }

    public static int month(long civil) {
        return (int) (civil >> 5) & 15;
    }

    public static int day(long civil) {
        return (int) civil & 31;
    }

    public static boolean leap(long year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int daysInMonth(long year, int month) {
        return month == 2 ? leap(year) ? 29 : 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** The day some months later, the last of its month where that month is shorter. */
    public static long addMonths(long epochDay, long months) {
        long civil = of(epochDay);
        long total = Math.addExact(year(civil) * 12 + month(civil) - 1, months);
        long year = Math.floorDiv(total, 12);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return epochDay(year, month, Math.min(day(civil), daysInMonth(year, month)));
    }

    /** 1 (Monday) to 7. */
    public static int isoDayOfWeek(long epochDay) {
        return (int) Math.floorMod(epochDay + 3, 7L) + 1;
    }

    public static int dayOfYear(long epochDay) {
        return (int) (epochDay - epochDay(year(of(epochDay)), 1, 1)) + 1;
    }

    /** The year that the ISO week of the day belongs to: that of its Thursday. */
    public static long isoYear(long epochDay) {
        return year(of(epochDay - isoDayOfWeek(epochDay) + 4));
    }

    public static int isoWeek(long epochDay) {
        long thursday = epochDay - isoDayOfWeek(epochDay) + 4;
        return (int) (thursday - epochDay(year(of(thursday)), 1, 1)) / 7 + 1;
    }

    /** Monday of the first week of an ISO year. */
    public static long isoYearStart(long isoYear) {
        long fourth = epochDay(isoYear, 1, 4);
        return fourth - isoDayOfWeek(fourth) + 1;
    }
}
