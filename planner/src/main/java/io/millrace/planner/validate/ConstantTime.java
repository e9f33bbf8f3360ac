package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.expr.Expr;
import io.millrace.planner.cancel.PlanReuse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;

/**
 * The instants that FOR SYSTEM_TIME AS OF takes, known when a statement is planned: literals, parameters, the statement's own time, casts of these, and
 * any of them plus or minus an interval.
 *
 * @param zone of the session, in which times without a zone are meant
 * @param statementMicros empty where a query is described but not run
 */
public record ConstantTime(ZoneId zone, OptionalLong statementMicros, Optional<List<Expr.Literal>> parameters) {
    /** Microseconds since 1970. */
    long micros(SqlNode node) {
        try {
            Instant instant = time(node).toInstant();
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1000);
        } catch (DateTimeException | ArithmeticException e) {
            throw at(new MillraceException(ErrorCode.INVALID_DATETIME, "not a timestamp: " + node, e), node);
        }
    }

    private ZonedDateTime time(SqlNode node) {
        return switch (node) {
            case SqlDynamicParam parameter -> parameter(parameter);
            case SqlLiteral literal when literal.getValue() != null && !(literal instanceof SqlIntervalLiteral) ->
                    text(literal.toValue(), node);
            case SqlCall call when call.getKind() == SqlKind.CAST -> time(call.operand(0));
            case SqlCall call when call.getKind() == SqlKind.PLUS && call.operand(1) instanceof SqlIntervalLiteral interval ->
                    plus(time(call.operand(0)), interval, 1);
            case SqlCall call when call.getKind() == SqlKind.MINUS && call.operand(1) instanceof SqlIntervalLiteral interval ->
                    plus(time(call.operand(0)), interval, -1);
            case SqlCall call -> current(call);
            default -> throw unsupported(node);
        };
    }

    private ZonedDateTime current(SqlCall call) {
        PlanReuse.refuse();
        ZonedDateTime now = Instant.EPOCH.plus(statementMicros.orElse(0), ChronoUnit.MICROS).atZone(zone);
        return switch (call.getOperator().getName().toLowerCase(Locale.ROOT)) {
            case "current_timestamp", "localtimestamp", "now" -> now;
            case "current_date" -> now.truncatedTo(ChronoUnit.DAYS);
            default -> throw unsupported(call);
        };
    }

    private ZonedDateTime parameter(SqlDynamicParam parameter) {
        PlanReuse.refuse();
        Object value = parameters.filter(values -> parameter.getIndex() < values.size())
                .map(values -> values.get(parameter.getIndex()).value()).orElse(null);
        return switch (value) {
            case Instant instant -> instant.atZone(zone);
            case LocalDateTime time -> time.atZone(zone);
            case LocalDate date -> date.atStartOfDay(zone);
            case String text -> text(text, parameter);
            case null, default -> throw unsupported(parameter);
        };
    }

    private ZonedDateTime text(String text, SqlNode node) {
        try {
            String iso = text.strip().replace(' ', 'T');
            return iso.length() == "2020-01-01".length() ? LocalDate.parse(iso).atStartOfDay(zone)
                    : iso.endsWith("Z") ? Instant.parse(iso).atZone(zone) : LocalDateTime.parse(iso).atZone(zone);
        } catch (DateTimeException e) {
            throw at(new MillraceException(ErrorCode.INVALID_DATETIME, "not a timestamp: '" + text + "'", e), node);
        }
    }

    private static ZonedDateTime plus(ZonedDateTime time, SqlIntervalLiteral literal, int sign) {
        SqlIntervalLiteral.IntervalValue interval = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
        return interval.getIntervalQualifier().isYearMonth()
                ? time.plusMonths(sign * SqlParserUtil.intervalToMonths(interval))
                : time.plus(sign * SqlParserUtil.intervalToMillis(interval), ChronoUnit.MILLIS);
    }

    private static MillraceException unsupported(SqlNode node) {
        return at(new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                "FOR SYSTEM_TIME AS OF takes literals, parameters and CURRENT_TIMESTAMP, with intervals added or subtracted, found "
                        + node),
                node);
    }

    private static MillraceException at(MillraceException error, SqlNode node) {
        int line = node.getParserPosition().getLineNum();
        return line < 1 ? error : error.at(new SourcePosition(line, node.getParserPosition().getColumnNum()));
    }
}
