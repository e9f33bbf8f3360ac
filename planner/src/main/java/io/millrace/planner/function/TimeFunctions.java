package io.millrace.planner.function;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Optional;

/** Times made of numbers and texts, fields under names of their own, and numbers of texts. */
final class TimeFunctions {
    private static final List<String> WITH_DAYS = List.of("date", "timestamp", "timestamptz");

    private TimeFunctions() {}

    static void addTo(FunctionTable table) {
        fields(table);
        making(table);
        texts(table);
    }

    private static void fields(FunctionTable table) {
        for (String field : List.of("century", "decade", "millennium", "isodow", "isoyear")) {
            for (String type : WITH_DAYS) {
                table.add(field + "(" + type + ") -> bigint", Target.prefixed(Function.EXTRACT, field),
                        "The " + field + " of a date or time.",
                        field + "(timestamp '2020-02-01 10:11:12')");
            }
        }
        table.add("julian(date) -> bigint", Target.prefixed(Function.EXTRACT, "julian"), "The Julian day of a date.",
                "julian(date '2020-02-01')");
        table.alias("isoyear", "year_of_week", "yow");
        for (String field : List.of("microsecond", "millisecond")) {
            for (String type : List.of("timestamp", "timestamptz", "time")) {
                table.add(field + "(" + type + ") -> bigint", Target.prefixed(Function.EXTRACT, field + "s"),
                        "The seconds of a time in " + field + "s.", field + "(timestamp '2020-02-01 10:11:12.5')");
            }
        }
        for (String type : WITH_DAYS) {
            table.add("monthname(" + type + ") -> varchar", (arguments, result) -> named(arguments, result, "FMMonth"),
                    "Name of the month.",
                    "monthname(date '2020-02-01')")
                    .add("dayname(" + type + ") -> varchar", (arguments, result) -> named(arguments, result, "FMDay"),
                            "Name of the weekday.",
                            "dayname(date '2020-02-01')")
                    .add("epoch(" + type + ") -> double",
                            (arguments, result) -> Expr.call(Function.EXTRACT, result, text("epoch"), arguments.get(0)),
                            "Seconds since 1970.", "epoch(timestamp '2020-02-01 00:00:00')");
        }
        table.alias("epoch", "to_unixtime");
        for (String type : List.of("timestamp", "timestamptz")) {
            epoch(table, "epoch_ms", type, 1_000, "Milliseconds since 1970.");
            epoch(table, "epoch_us", type, 1_000_000, "Microseconds since 1970.");
        }
        for (String type : List.of("date", "timestamp", "timestamptz", "interval", "months")) {
            table.add("isfinite(" + type + ") -> boolean", (arguments, result) -> {
                Expr isNull = Expr.call(Function.IS_NULL, SqlType.BOOLEAN, arguments.get(0));
                return new Expr.Case(List.of(new Expr.Case.Branch(isNull, Expr.literal(null, result))), Expr.literal(true, result), result);
            }, "True of every date and time, as none is infinite.", "isfinite(date '2020-02-01')");
        }
        table.add("justify_hours(interval) -> interval", (arguments, type) -> arguments.get(0),
                "The interval: its hours are days from 24 on as it is.", "justify_hours(interval '27' hour)")
                .alias("last_day", "last_day_of_month");
    }

    private static void epoch(FunctionTable table, String name, String type, long factor, String description) {
        SqlType seconds = SqlType.decimal(18, 6);
        table.add(name + "(" + type + ") -> bigint", (arguments, result) -> new Expr.Cast(Expr.call(Function.FLOOR, SqlType.decimal(38, 0),
                Expr.call(Function.MULTIPLY, SqlType.decimal(38, 6), Expr.call(Function.EXTRACT, seconds, text("epoch"), arguments.get(0)),
                        Expr.literal(java.math.BigDecimal.valueOf(factor), SqlType.decimal(7, 0)))),
                result, false),
                description, name + "(timestamp '1970-01-01 00:00:01')");
    }

    private static Expr named(List<Expr> arguments, SqlType type, String pattern) {
        return Expr.call(Function.TO_CHAR, type, arguments.get(0), text(pattern));
    }

    private static void making(FunctionTable table) {
        String fields = "integer, integer, integer, integer, integer, double";
        table.add("make_time(integer, integer, double) -> time", Function.MAKE_TIME, "Time of day of its fields.", "make_time(8, 15, 23.5)")
                .add("make_timestamptz(" + fields + ") -> timestamptz",
                        (arguments, type) -> new Expr.Cast(new Expr.Call(Function.MAKE_TIMESTAMP, arguments, SqlType.TIMESTAMP), type,
                                false),
                        "Instant of its fields in the session's zone.", "make_timestamptz(2020, 2, 29, 10, 11, 12.5)")
                .add("make_timestamptz(" + fields + ", varchar) -> timestamptz",
                        (arguments, type) -> Expr.call(Function.AT_TIME_ZONE, type,
                                new Expr.Call(Function.MAKE_TIMESTAMP, arguments.subList(0, 6), SqlType.TIMESTAMP), arguments.get(6)),
                        "Instant of its fields in a zone.", "make_timestamptz(2020, 2, 29, 10, 11, 12.5, 'Asia/Tokyo')")
                .alias("make_date", "date_from_parts")
                .add("date_trunc(varchar, timestamptz, varchar) -> timestamptz",
                        (arguments, type) -> Expr.call(Function.AT_TIME_ZONE, type,
                                Expr.call(Function.DATE_TRUNC, SqlType.TIMESTAMP, arguments.get(0),
                                        Expr.call(Function.AT_TIME_ZONE, SqlType.TIMESTAMP, arguments.get(1), arguments.get(2))),
                                arguments.get(2)),
                        "A time cut to a unit of a zone.", "date_trunc('day', now()) IS NOT NULL")
                .add("time_bucket(interval, timestamp [, timestamp]) -> timestamp",
                        (arguments, type) -> Expr.call(Function.DATE_BIN, type, arguments.get(0), arguments.get(1),
                                arguments.size() > 2 ? arguments.get(2)
                                        : Expr.literal(java.time.LocalDateTime.of(2000, 1, 3, 0, 0), SqlType.TIMESTAMP)),
                        "A time cut to a multiple of an interval since an origin, Monday 2000-01-03 if none is given.",
                        "time_bucket(interval '15' minute, timestamp '2020-02-01 10:11:12')")
                .add("convert_tz(varchar, varchar, varchar) -> varchar", TimeFunctions::convertZone,
                        "What one zone's clock shows when another's shows a time.",
                        "convert_tz('2020-01-01 00:00:00', 'UTC', 'Asia/Shanghai')");
        for (String unit : List.of("weeks", "days", "hours", "minutes", "seconds")) {
            long micros = switch (unit) {
                case "weeks" -> 7 * 86_400_000_000L;
                case "days" -> 86_400_000_000L;
                case "hours" -> 3_600_000_000L;
                case "minutes" -> 60_000_000L;
                default -> 1_000_000L;
            };
            table.add("to_" + unit + "(integer) -> interval", (arguments, type) -> Expr.call(Function.INTERVAL_MULTIPLY, type,
                    Expr.literal(java.time.Duration.ofNanos(micros * 1000), type), arguments.get(0)),
                    "An interval of so many " + unit + ".",
                    "to_" + unit + "(2)");
        }
        table.add("to_months(integer) -> months", (arguments, type) -> Expr.call(Function.INTERVAL_MULTIPLY, type,
                Expr.literal(java.time.Period.ofMonths(1), type), arguments.get(0)), "An interval of so many months.", "to_months(14)")
                .add("to_years(integer) -> months", (arguments, type) -> Expr.call(Function.INTERVAL_MULTIPLY, type,
                        Expr.literal(java.time.Period.ofYears(1), type), arguments.get(0)), "An interval of so many years.", "to_years(2)");
    }

    private static Expr convertZone(List<Expr> arguments, SqlType type) {
        Expr local = new Expr.Cast(arguments.get(0), SqlType.TIMESTAMP, false);
        Expr instant = Expr.call(Function.AT_TIME_ZONE, SqlType.TIMESTAMP_TZ, local, arguments.get(1));
        Expr shown = Expr.call(Function.AT_TIME_ZONE, SqlType.TIMESTAMP, instant, arguments.get(2));
        return Expr.call(Function.TO_CHAR, type, shown, text("YYYY-MM-DD HH24:MI:SS"));
    }

    private static void texts(FunctionTable table) {
        table.add("to_number(varchar, varchar) -> decimal", Target.of(Function.TO_NUMBER), TimeFunctions::numberType,
                "Number of a text, in PostgreSQL's patterns.", "to_number('12,454.8-', '99G999D9S')");
        for (String type : WITH_DAYS) {
            table.add("strftime(" + type + ", varchar) -> varchar", DateFormats::strftime, "Date as text, in C's patterns (%Y-%m-%d).",
                    "strftime(date '2020-02-01', '%d.%m.%Y')")
                    .add("to_iso8601(" + type + ") -> varchar",
                            (arguments, result) -> Expr.call(Function.TO_CHAR, result, arguments.get(0),
                                    text(type.equals("date") ? "YYYY-MM-DD"
                                            : type.equals("timestamp") ? "YYYY-MM-DD\"T\"HH24:MI:SS.MS"
                                                    : "YYYY-MM-DD\"T\"HH24:MI:SS.MSTZH:TZM")),
                            "Date as text, as ISO 8601 says.", "to_iso8601(timestamp '2020-02-01 10:11:12')");
        }
        table.add("strptime(varchar, varchar) -> timestamp", DateFormats::strptime, "Timestamp of a text, in C's patterns (%Y-%m-%d).",
                "strptime('01.02.2020', '%d.%m.%Y')")
                .add("date_parse(varchar, varchar) -> timestamp", DateFormats::parse,
                        "Timestamp of a text, in MySQL's patterns (%Y-%m-%d).",
                        "date_parse('2020-02-01 10:11', '%Y-%m-%d %H:%i')")
                .add("from_iso8601_date(varchar) -> date", (arguments, type) -> new Expr.Cast(arguments.get(0), type, false),
                        "Date of a text as ISO 8601 says.", "from_iso8601_date('2020-02-01')")
                .add("from_iso8601_timestamp(varchar) -> timestamptz", (arguments, type) -> new Expr.Cast(arguments.get(0), type, false),
                        "Instant of a text as ISO 8601 says.", "from_iso8601_timestamp('2020-02-01T10:11:12Z')");
    }

    /** As many digits after the point as a literal pattern has, else ten. */
    private static SqlType numberType(List<SqlType> types, List<Optional<Object>> literals) {
        return literals.get(1).map(pattern -> SqlType.decimal(38, scale(pattern.toString()))).orElse(SqlType.decimal(38, 10));
    }

    private static int scale(String pattern) {
        int point = Math.max(pattern.indexOf('.'), Math.max(pattern.indexOf('D'), pattern.indexOf('d')));
        int digits = 0;
        for (int i = point + 1; point >= 0 && i < pattern.length(); i++) {
            digits += pattern.charAt(i) == '9' || pattern.charAt(i) == '0' ? 1 : 0;
        }
        if (digits > SqlType.MAX_DECIMAL_PRECISION) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a pattern of more than 38 digits");
        }
        return digits;
    }

    private static Expr text(String value) {
        return Expr.literal(value, SqlType.VARCHAR);
    }
}
