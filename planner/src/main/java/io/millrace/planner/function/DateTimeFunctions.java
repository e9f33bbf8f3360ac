package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Functions over dates, times and intervals. */
final class DateTimeFunctions {
    private static final List<String> WITH_DAYS = List.of("date", "timestamp", "timestamptz");
    private static final List<String> FIELDS = List.of("date", "timestamp", "timestamptz", "time", "interval", "months");

    private DateTimeFunctions() {}

    static void addTo(FunctionTable table) {
        clock(table);
        fields(table);
        arithmetic(table);
        texts(table);
    }

    private static void clock(FunctionTable table) {
        table.add("now() -> timestamptz", Function.NOW, "The statement's time.", "now() IS NOT NULL")
                .add("now(integer) -> timestamptz", (arguments, type) -> Expr.call(Function.NOW, type), "The statement's time.",
                        "now(3) IS NOT NULL")
                .alias("now", "current_timestamp", "transaction_timestamp", "statement_timestamp", "clock_timestamp")
                .add("localtimestamp() -> timestamp", Function.LOCALTIMESTAMP, "The statement's time on the session's wall clock.",
                        "localtimestamp IS NOT NULL")
                .add("localtimestamp(integer) -> timestamp", (arguments, type) -> Expr.call(Function.LOCALTIMESTAMP, type),
                        "The statement's time on the session's wall clock.", "localtimestamp(3) IS NOT NULL")
                .add("current_date() -> date", Function.CURRENT_DATE, "The statement's date in the session's zone.",
                        "current_date IS NOT NULL")
                .alias("current_date", "curdate", "today")
                .add("current_time() -> time", Function.CURRENT_TIME, "The statement's time of day.", "current_time IS NOT NULL")
                .add("current_time(integer) -> time", (arguments, type) -> Expr.call(Function.CURRENT_TIME, type),
                        "The statement's time of day.", "current_time(3) IS NOT NULL")
                .alias("current_time", "localtime", "curtime")
                .add("unix_timestamp() -> bigint",
                        (arguments, type) -> extract("epoch", Expr.call(Function.NOW, SqlType.TIMESTAMP_TZ), type),
                        "Seconds since 1970 at the statement's time.", "unix_timestamp() > 0");
    }

    private static void fields(FunctionTable table) {
        for (String type : FIELDS) {
            table.add("extract(varchar, " + type + ") -> any", Target.of(Function.EXTRACT), DateTimeFunctions::fieldType,
                    "A field of a date or time.", "extract(year from date '2020-02-01')");
            table.add("date_part(varchar, " + type + ") -> any", Target.of(Function.EXTRACT), DateTimeFunctions::partType,
                    "A field of a date or time.", "date_part('year', date '2020-02-01')");
        }
        for (String field : List.of("year", "month", "day", "hour", "minute", "second", "quarter", "week", "doy", "dow")) {
            for (String type : FIELDS) {
                table.add(field + "(" + type + ") -> bigint", Target.prefixed(Function.EXTRACT, field),
                        "The " + field + " of a date or time.", field + "(timestamp '2020-02-01 10:11:12')");
            }
        }
        table.alias("day", "dayofmonth", "day_of_month").alias("doy", "dayofyear", "day_of_year").alias("dow", "dayofweek", "day_of_week")
                .alias("week", "weekofyear", "week_of_year");
        table.add("date_trunc(varchar, date) -> timestamp",
                (arguments, type) -> Expr.call(Function.DATE_TRUNC, type, arguments.get(0), new Expr.Cast(arguments.get(1), type, false)),
                "A date cut to a unit.", "date_trunc('month', date '2020-02-29')")
                .add("date_trunc(varchar, timestamp) -> timestamp", Target.of(Function.DATE_TRUNC), (types, literals) -> types.get(1),
                        "A time cut to a unit.", "date_trunc('hour', timestamp '2020-02-29 10:11:12')")
                .add("date_trunc(varchar, timestamptz) -> timestamptz", Target.of(Function.DATE_TRUNC), (types, literals) -> types.get(1),
                        "A time cut to a unit of the session's zone.", "date_trunc('day', now()) IS NOT NULL")
                .add("date_trunc(varchar, interval) -> interval", Function.DATE_TRUNC, "An interval cut to a unit.",
                        "date_trunc('hour', interval '1:30' hour to minute)")
                .add("date_bin(interval, timestamp, timestamp) -> timestamp", Function.DATE_BIN,
                        "A time cut to a multiple of an interval since an origin.",
                        "date_bin(interval '15' minute, timestamp '2020-02-01 10:11:12', timestamp '2020-01-01 00:00:00')");
        for (String type : WITH_DAYS) {
            table.add("last_day(" + type + ") -> date", Function.LAST_DAY, "Last day of the month.", "last_day(date '2020-02-01')");
        }
        for (String type : List.of("timestamp", "timestamptz")) {
            table.add("unix_timestamp(" + type + ") -> bigint", (arguments, result) -> extract("epoch", arguments.get(0), result),
                    "Seconds since 1970.", "unix_timestamp(timestamp '2020-02-01 00:00:00')");
        }
    }

    private static void arithmetic(FunctionTable table) {
        for (String type : WITH_DAYS) {
            for (String name : List.of("date_diff", "datediff", "timestampdiff")) {
                table.add(name + "(varchar, " + type + ", " + type + ") -> bigint", Function.TIMESTAMP_DIFF_UNITS,
                        "Whole units from one time to another.",
                        withUnit(name, "date_diff", "day") + ", date '2020-01-01', date '2020-02-01')");
            }
        }
        for (String type : List.of("timestamptz", "timestamp", "date")) {
            for (String name : List.of("date_add", "dateadd", "timestampadd")) {
                table.add(name + "(varchar, bigint, " + type + ") -> any", DateIntervals::add, DateIntervals::typeAfterAdding,
                        "A number of units later.", withUnit(name, "date_add", "month") + ", 1, date '2020-01-31')");
            }
        }
        table.add("datediff(date, date) -> integer", Function.DATE_DIFF_DAYS, "Days from the second date to the first.",
                "datediff(date '2020-02-01', date '2020-01-01')")
                .add("date_add(date, integer) -> date", Function.DATE_ADD_DAYS, "A number of days later.",
                        "date_add(date '2020-01-01', 3)")
                .add("date_sub(date, integer) -> date",
                        (arguments, type) -> Expr.call(Function.DATE_ADD_DAYS, type, arguments.get(0),
                                Expr.call(Function.NEGATE, SqlType.INTEGER, arguments.get(1))),
                        "A number of days earlier.", "date_sub(date '2020-01-04', 3)")
                .add("add_months(date, integer) -> date", DateIntervals::addMonths, "A number of months later.",
                        "add_months(date '2020-01-31', 1)")
                .add("months_between(date, date) -> bigint",
                        (arguments, type) -> Expr.call(Function.TIMESTAMP_DIFF_UNITS, type, Expr.literal("month", SqlType.VARCHAR),
                                arguments.get(1), arguments.get(0)),
                        "Whole months from the second date to the first.", "months_between(date '2020-03-01', date '2020-01-01')")
                .add("age(timestamp, timestamp) -> interval", Function.AGE, "Time from the second argument to the first.",
                        "age(timestamp '2020-02-01 00:00:00', timestamp '2020-01-01 00:00:00')")
                .add("at_timezone(timestamp, varchar) -> timestamptz", Function.AT_TIME_ZONE, "The instant that a zone's clock shows so.",
                        "at_timezone(timestamp '2020-01-01 00:00:00', 'UTC')")
                .add("at_timezone(timestamptz, varchar) -> timestamp", Function.AT_TIME_ZONE, "What a zone's clock shows at an instant.",
                        "at_timezone(now(), 'UTC') IS NOT NULL")
                .add("timezone(varchar, timestamp) -> timestamptz", Target.reordered(Function.AT_TIME_ZONE, 1, 0),
                        "The instant that a zone's clock shows so.", "timezone('UTC', timestamp '2020-01-01 00:00:00')")
                .add("timezone(varchar, timestamptz) -> timestamp", Target.reordered(Function.AT_TIME_ZONE, 1, 0),
                        "What a zone's clock shows at an instant.", "timezone('UTC', now()) IS NOT NULL")
                .add("make_date(integer, integer, integer) -> date", Function.MAKE_DATE, "Date of year, month and day.",
                        "make_date(2020, 2, 29)")
                .add("make_timestamp(integer, integer, integer, integer, integer, double) -> timestamp", Function.MAKE_TIMESTAMP,
                        "Timestamp of its fields.", "make_timestamp(2020, 2, 29, 10, 11, 12.5)");
    }

    /** The standard's names take a unit as a word; the others are shown by the one that takes it as a text with every parser. */
    private static String withUnit(String function, String shown, String unit) {
        return function.startsWith("timestamp") ? function + "(" + unit : shown + "('" + unit + "'";
    }

    private static void texts(FunctionTable table) {
        for (String type : List.of("timestamp", "timestamptz", "date", "time", "interval", "N")) {
            table.add("to_char(" + type + ", varchar) -> varchar", Function.TO_CHAR, "Value as text, in PostgreSQL's patterns.",
                    type.equals("N") ? "to_char(1234.5, '9,999.99')" : "to_char(date '2020-02-01', 'YYYY-MM-DD')");
        }
        for (String type : WITH_DAYS) {
            table.add("date_format(" + type + ", varchar) -> varchar", DateFormats::format,
                    "Date as text, in Java's (yyyy-MM-dd) or MySQL's (%Y-%m-%d) patterns.", "date_format(date '2020-02-01', 'yyyy-MM')");
        }
        table.add("to_date(varchar, varchar) -> date", Function.TO_DATE_FORMAT, "Date of a text, in PostgreSQL's patterns.",
                "to_date('01.02.2020', 'DD.MM.YYYY')")
                .add("to_date(varchar) -> date", cast(), "Date of a text.", "to_date('2020-02-01')")
                .alias("to_date", "date")
                .add("date(timestamp) -> date", cast(), "Date of a timestamp.", "date(timestamp '2020-02-01 10:00:00')")
                .add("date(timestamptz) -> date", cast(), "Date of an instant in the session's zone.", "date(now()) IS NOT NULL")
                .add("date(date) -> date", cast(), "The date.", "date(date '2020-02-01')")
                .add("to_timestamp(double) -> timestamptz", Function.TO_TIMESTAMP_SECONDS, "Instant so many seconds after 1970 began.",
                        "to_timestamp(0)")
                .add("to_timestamp(varchar, varchar) -> timestamptz",
                        (arguments, type) -> new Expr.Cast(new Expr.Call(Function.TO_TIMESTAMP_FORMAT, arguments, SqlType.TIMESTAMP), type,
                                false),
                        "Instant of a text, in PostgreSQL's patterns.", "to_timestamp('2020-02-01', 'YYYY-MM-DD')")
                .add("to_timestamp(varchar) -> timestamp", cast(), "Timestamp of a text.", "to_timestamp('2020-02-01 10:00:00')")
                .add("from_unixtime(bigint) -> varchar",
                        (arguments, type) -> Expr.call(Function.TO_CHAR, type,
                                Expr.call(Function.TO_TIMESTAMP_SECONDS, SqlType.TIMESTAMP_TZ, arguments.get(0)),
                                Expr.literal("YYYY-MM-DD HH24:MI:SS", SqlType.VARCHAR)),
                        "Seconds since 1970 as text in the session's zone.", "from_unixtime(0)");
    }

    private static Target cast() {
        return (arguments, type) -> arguments.get(0).type().equals(type) ? arguments.get(0) : new Expr.Cast(arguments.get(0), type, false);
    }

    private static Expr extract(String field, Expr operand, SqlType type) {
        return Expr.call(Function.EXTRACT, type, Expr.literal(field, SqlType.VARCHAR), operand);
    }

    /** PostgreSQL's NUMERIC fields that have a fraction are DECIMAL, all others BIGINT. */
    private static SqlType fieldType(List<SqlType> types, List<Optional<Object>> literals) {
        SqlType source = types.get(1);
        String field = literals.get(0).map(unit -> unit.toString().toLowerCase(Locale.ROOT)).orElse("");
        boolean wholeDays = source.kind() == Kind.DATE || source.kind() == Kind.INTERVAL_YEAR_MONTH;
        int digits = source.precision() > 6 ? 9 : 6;
        if (wholeDays) {
            return SqlType.BIGINT;
        }
        return switch (field) {
            case "second", "seconds" -> SqlType.decimal(digits + 2, digits);
            case "epoch" -> SqlType.decimal(digits + 12, digits);
            case "millisecond", "milliseconds" -> SqlType.decimal(digits + 2, digits - 3);
            default -> SqlType.BIGINT;
        };
    }

    private static SqlType partType(List<SqlType> types, List<Optional<Object>> literals) {
        return fieldType(types, literals).kind() == Kind.DECIMAL ? SqlType.DOUBLE : SqlType.BIGINT;
    }
}
