package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.calcite.rex.RexCall;

/** Lowers calls of one kind. */
@FunctionalInterface
interface CallLowering {
    /** {@code arguments} are the call's operands, lowered but not converted; {@code type} is the result's. */
    Expr lower(RexCall call, List<Expr> arguments, SqlType type);
}
