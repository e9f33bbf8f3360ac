package io.millrace.planner.validate;

import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * How a window frame in GROUPS mode passes through Calcite, which knows ROWS and RANGE alone: as a frame in ROWS mode whose distances are larger by a
 * number that no distance in rows reaches.
 */
public final class GroupsFrames {
    private static final long MARK = 1L << 62;

    private GroupsFrames() {}

    /** Stands for a distance of so many groups. */
    public static SqlNumericLiteral literal(long groups, SqlParserPos position) {
        return SqlLiteral.createExactNumeric(Long.toString(MARK + groups), position);
    }

    /** Whether a distance counts groups. */
    public static boolean isMarked(Object distance) {
        return distance instanceof Number number && number.longValue() >= MARK;
    }

    /** The distance in groups. */
    public static long groups(Object distance) {
        return ((Number) distance).longValue() - MARK;
    }
}
