package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What expressions mean beyond their text.
 *
 * @param zone of the session
 * @param statementMicros the statement's time
 * @param continuous false: functions of the statement's time become literals
 * @param parameters values of the parameters; absent: they stay parameters
 */
public record ExpressionContext(ZoneId zone, long statementMicros, boolean continuous, Optional<List<Expr.Literal>> parameters) {}
