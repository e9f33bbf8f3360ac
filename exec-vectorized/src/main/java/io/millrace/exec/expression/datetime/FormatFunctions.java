package io.millrace.exec.expression.datetime;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;

/** TO_CHAR, and times from text by a pattern. */
final class FormatFunctions {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private FormatFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.TO_CHAR, FormatFunctions::toChar);
        calls.strict(Function.TO_NUMBER, (call, context) -> {
            SqlType type = call.type();
            return (arguments, row, result) -> {
                BigDecimal value = NumberReader.read(arguments[0].stringAt(row), arguments[1].stringAt(row));
                BigInteger unscaled = value.setScale(type.scale(), RoundingMode.HALF_UP).unscaledValue();
                result.appendInt128(unscaled.longValue(), unscaled.shiftRight(Long.SIZE).longValue());
            };
        });
        calls.strict(Function.TO_TIMESTAMP_FORMAT, FormatFunctions::parse);
        calls.strict(Function.TO_DATE_FORMAT, FormatFunctions::parse);
    }

    /** A compiled pattern, kept while the same comes again. */
    private static final class Cached<T> {
        private final java.util.function.Function<String, T> compile;
        private String source;
        private T compiled;
        private Operand seen;

        Cached(java.util.function.Function<String, T> compile) {
            this.compile = compile;
        }

        T of(Operand operand, int row) {
            if (operand == seen && operand.isConstant()) {
                return compiled;
            }
            String newSource = operand.stringAt(row);
            if (!newSource.equals(source)) {
                compiled = compile.apply(newSource);
                source = newSource;
            }
            seen = operand;
            return compiled;
        }
    }

    private static RowFunction toChar(Expr.Call call, EvaluationContext context) {
        SqlType type = call.arguments().get(0).type();
        if (type.isNumeric()) {
            Cached<NumberFormatter> formats = new Cached<>(NumberFormatter::of);
            return (arguments, row, result) -> {
                if (type.isApproximate() && !Double.isFinite(arguments[0].doubleAt(row))) {
                    result.appendString(Double.toString(arguments[0].doubleAt(row)));
                } else {
                    result.appendString(formats.of(arguments[1], row).format(number(arguments[0], row, type)));
                }
            };
        }
        Cached<TimeFormatter> formats = new Cached<>(pattern -> new TimeFormatter(FormatPattern.parse(pattern)));
        return switch (type.kind()) {
            case DATE -> (arguments, row, result) -> result.appendString(formats.of(arguments[1], row).format(
                    TimeFields.ofLocal(arguments[0].intAt(row) * TimeReader.SECONDS_PER_DAY, 1, 0, "")));
            case TIMESTAMP -> (arguments, row, result) -> result.appendString(
                    formats.of(arguments[1], row).format(TimeFields.ofLocal(arguments[0].longAt(row), type.unitsPerSecond(), 0, "")));
            case TIMESTAMP_TZ -> {
                TimeReader reader = new TimeReader(call, 0, context.zone());
                yield (arguments, row, result) -> {
                    long units = arguments[0].longAt(row);
                    int offset = reader.offsetSeconds(units);
                    String zone = abbreviation(context.zone(), Math.floorDiv(units, type.unitsPerSecond()), offset);
                    result.appendString(formats.of(arguments[1], row)
                            .format(TimeFields.ofLocal(units + offset * type.unitsPerSecond(), type.unitsPerSecond(), offset, zone)));
                };
            }
            case TIME -> (arguments, row, result) -> result.appendString(
                    formats.of(arguments[1], row).format(TimeFields.ofTimeOfDay(arguments[0].longAt(row), type.unitsPerSecond())));
            case INTERVAL_DAY_TIME -> (arguments, row, result) -> result
                    .appendString(formats.of(arguments[1], row).format(TimeFields.ofDuration(arguments[0].longAt(row))));
            case INTERVAL_YEAR_MONTH -> (arguments, row, result) -> result
                    .appendString(formats.of(arguments[1], row).format(TimeFields.ofMonths(arguments[0].intAt(row))));
            default -> throw RowCalls.unsupported(call, "TO_CHAR takes times and numbers");
        };
    }

    private static BigDecimal number(Operand operand, int row, SqlType type) {
        return type.isApproximate()
                ? new BigDecimal(Double.toString(operand.doubleAt(row)))
                : Arithmetic.number(operand, row, type);
    }

    private static String abbreviation(ZoneId zone, long epochSecond, int offset) {
        if (zone instanceof ZoneOffset && offset != 0) {
            return (offset < 0 ? "-" : "+") + Long.toString(100 + Math.abs(offset) / 3600).substring(1);
        }
        boolean summer = zone.getRules().isDaylightSavings(Instant.ofEpochSecond(epochSecond));
        return zone instanceof ZoneOffset ? "UTC" : TimeZone.getTimeZone(zone).getDisplayName(summer, TimeZone.SHORT, Locale.ENGLISH);
    }

    private static RowFunction parse(Expr.Call call, EvaluationContext context) {
        Cached<FormatPattern> patterns = new Cached<>(FormatPattern::parse);
        ZoneOffsets zone = new ZoneOffsets(context.zone());
        SqlType type = call.type();
        return (arguments, row, result) -> {
            TimeParser.Parsed parsed = TimeParser.parse(patterns.of(arguments[1], row), arguments[0].stringAt(row));
            try {
                append(parsed, type, zone, result);
            } catch (ArithmeticException e) {
                throw new MillraceException(
                        ErrorCode.DATETIME_OVERFLOW, "date/time field value out of range: \"" + arguments[0].stringAt(row) + "\"", e);
            }
        };
    }

    private static void append(TimeParser.Parsed parsed, SqlType type, ZoneOffsets zone, ColumnBuilder result) {
        if (type.kind() == SqlType.Kind.DATE) {
            result.appendInt(Math.toIntExact(parsed.epochDay()));
            return;
        }
        long local = parsed.epochDay() * TimeReader.SECONDS_PER_DAY + parsed.nanoOfDay() / NANOS_PER_SECOND;
        long perSecond = type.unitsPerSecond();
        long fraction = parsed.nanoOfDay() % NANOS_PER_SECOND / (NANOS_PER_SECOND / perSecond);
        long seconds = local;
        if (type.kind() == SqlType.Kind.TIMESTAMP_TZ) {
            seconds = local - (parsed.offsetSeconds() == null ? zone.ofLocal(local) : parsed.offsetSeconds());
        } else if (parsed.offsetSeconds() != null) {
            seconds = local - parsed.offsetSeconds();
            seconds += zone.at(seconds);
        }
        result.appendLong(Math.addExact(Math.multiplyExact(seconds, perSecond), fraction));
    }
}
