package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.planner.cancel.PlanReuse;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** NOW and its kin: literals of the statement's time in a batch, left to each tick's time in a continuous query. */
final class StatementTime {
    private StatementTime() {}

    static Expr replace(Expr expression, ExpressionContext context) {
        if (context.continuous() || !(expression instanceof Expr.Call call) || !call.function().statementTime()) {
            return expression;
        }
        PlanReuse.refuse();
        Instant instant = Instant.EPOCH.plus(context.statementMicros(), ChronoUnit.MICROS);
        ZonedDateTime local = instant.atZone(context.zone());
        Object value = switch (call.function()) {
            case NOW -> instant;
            case CURRENT_DATE -> local.toLocalDate();
            case CURRENT_TIME -> local.toLocalTime();
            default -> local.toLocalDateTime();
        };
        return Expr.literal(value, call.type());
    }
}
