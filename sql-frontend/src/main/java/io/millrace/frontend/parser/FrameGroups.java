package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.planner.validate.GroupsFrames;
import java.math.BigDecimal;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Window frames in GROUPS mode, which Calcite's trees cannot say: they become frames in ROWS mode whose distances are marked as {@link GroupsFrames}
 * says. CURRENT ROW is the group at distance zero.
 */
public final class FrameGroups {
    private FrameGroups() {}

    /** What stands for GROUPS where the grammar keeps whether a frame counts rows. */
    public static SqlLiteral mode(SqlParserPos position) {
        return new Mode(position);
    }

    private static final class Mode extends SqlLiteral {
        Mode(SqlParserPos position) {
            super(true, SqlTypeName.BOOLEAN, position);
        }
    }

    /** Marks the distances of a window's frame if it counts groups. */
    static void rewrite(SqlWindow window) {
        if (!(window.getOperandList().get(SqlWindowOperands.IS_ROWS) instanceof Mode mode)) {
            return;
        }
        window.setOperand(SqlWindowOperands.IS_ROWS, SqlLiteral.createBoolean(true, mode.getParserPosition()));
        window.setLowerBound(marked(window.getLowerBound()));
        window.setUpperBound(marked(window.getUpperBound() == null
                ? SqlWindow.createCurrentRow(mode.getParserPosition()) : window.getUpperBound()));
    }

    private static SqlNode marked(SqlNode bound) {
        SqlParserPos position = bound.getParserPosition();
        if (SqlWindow.isUnboundedPreceding(bound) || SqlWindow.isUnboundedFollowing(bound)) {
            return bound;
        }
        if (SqlWindow.isCurrentRow(bound)) {
            return SqlWindow.createPreceding(GroupsFrames.literal(0, position), position);
        }
        SqlCall call = (SqlCall) bound;
        if (call.operand(0) instanceof SqlNumericLiteral number && number.isInteger()) {
            BigDecimal groups = number.bigDecimalValue();
            if (groups.signum() >= 0 && groups.precision() < 19) {
                return call.getOperator().createCall(position, GroupsFrames.literal(groups.longValue(), position));
            }
        }
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                "a frame of GROUPS takes a constant whole number of groups, found " + call.operand(0))
                .at(new SourcePosition(position.getLineNum(), position.getColumnNum()));
    }

    /** Places of a window's operands. */
    private static final class SqlWindowOperands {
        static final int IS_ROWS = 4;

        private SqlWindowOperands() {}
    }
}
