package io.millrace.frontend.execution;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.PlannedQuery;
import java.util.ArrayList;
import java.util.List;

/** Gives a query's columns the types of the columns they are for, under the rules of assignment. */
final class AssignmentCasts {
    private AssignmentCasts() {}

    /** DATATYPE_MISMATCH, naming the column, if a value of its type cannot be stored there. */
    static PlannedQuery apply(PlannedQuery planned, Schema target) {
        Schema given = planned.plan().schema();
        if (given.size() != target.size()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                    "the query has " + given.size() + " columns, expected " + target.size());
        }
        List<Expr> columns = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        boolean same = true;
        for (int c = 0; c < target.size(); c++) {
            SqlType from = given.type(c);
            SqlType to = target.type(c);
            Expr column = Expr.column(c, from);
            boolean kept = from.equals(to) || bothTexts(from, to);
            same &= kept;
            if (!kept && !assignable(from, to)) {
                throw new MillraceException(ErrorCode.DATATYPE_MISMATCH,
                        "column \"" + target.field(c).name() + "\" is of type " + to + ", the value is of type " + from)
                        .withHint("convert it with CAST");
            }
            columns.add(kept ? column : new Expr.Cast(column, to, false));
            fields.add(new Field(target.field(c).name(), kept ? from : to, true));
        }
        if (same) {
            return planned;
        }
        Schema schema = new Schema(fields);
        return new PlannedQuery(
                new PlanNode.Project(planned.plan(), columns, schema), schema, planned.parameterTypes(), planned.dependencies(),
                planned.logicalText());
    }

    /** Lengths of texts are checked where they are stored: a cast would cut them without a word. */
    private static boolean bothTexts(SqlType from, SqlType to) {
        return from.isCharacter() && to.kind() == SqlType.Kind.VARCHAR;
    }

    private static boolean assignable(SqlType from, SqlType to) {
        if (from.kind() == SqlType.Kind.NULL || from.isCharacter() || from.kind() == to.kind()) {
            return true;
        }
        if (from.isNumeric() && to.isNumeric()) {
            return true;
        }
        return switch (to.kind()) {
            case TIMESTAMP, TIMESTAMP_TZ -> isDateTime(from) && from.kind() != SqlType.Kind.TIME;
            case DATE -> isDateTime(from) && from.kind() != SqlType.Kind.TIME;
            case TIME -> from.kind() == SqlType.Kind.TIMESTAMP || from.kind() == SqlType.Kind.TIMESTAMP_TZ;
            case CHAR, VARCHAR, JSON -> true;
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, BINARY, UUID, INTERVAL_YEAR_MONTH,
                    INTERVAL_DAY_TIME, ARRAY, MAP, ROW -> false;
        };
    }

    private static boolean isDateTime(SqlType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> true;
            default -> false;
        };
    }
}
