package io.millrace.exec.expression.datetime;

/**
 * A time taken apart for printing. Of an interval {@code year}, {@code month} and {@code day} are counts and {@code interval} is set; of a time of day
 * there is no date. {@code epochDay} is the day on the wall clock; {@code offsetSeconds} and {@code zone} (its abbreviation) are an instant's.
 */
record TimeFields(long year, int month, long day, long epochDay, int hour, int minute, int second, int nanos, boolean interval,
        int offsetSeconds, String zone) {

    static TimeFields ofLocal(long local, long perSecond, int offsetSeconds, String zone) {
        long day = Math.floorDiv(local, perSecond * TimeReader.SECONDS_PER_DAY);
        long civil = CivilDate.of(day);
        return ofTime(CivilDate.year(civil), CivilDate.month(civil), CivilDate.day(civil), day,
                Math.floorMod(local, perSecond * TimeReader.SECONDS_PER_DAY), perSecond, false, offsetSeconds, zone);
    }

    static TimeFields ofTimeOfDay(long units, long perSecond) {
        return ofTime(0, 0, 0, 0, units, perSecond, false, 0, "");
    }

    static TimeFields ofDuration(long micros) {
        return ofTime(0, 0, micros / TimeReader.MICROS_PER_DAY, 0, micros % TimeReader.MICROS_PER_DAY, 1_000_000, true, 0, "");
    }

    static TimeFields ofMonths(int months) {
        return ofTime(months / 12, months % 12, 0, 0, 0, 1_000_000, true, 0, "");
    }

    private static TimeFields ofTime(long year, int month, long day, long epochDay, long units, long perSecond, boolean interval,
            int offsetSeconds, String zone) {
        long seconds = units / perSecond;
        int nanos = (int) (units % perSecond * (1_000_000_000L / perSecond));
        return new TimeFields(year, month, day, epochDay, (int) (seconds / 3600), (int) (seconds / 60 % 60), (int) (seconds % 60), nanos,
                interval, offsetSeconds, zone);
    }

    /** The year as it is shown: 1 BC is 1. */
    static long shown(long year) {
        return year > 0 ? year : 1 - year;
    }
}
