package io.millrace.planner.validate;

import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Where in the text of a statement an error is. */
final class Positions {
    private Positions() {}

    /** The error at the place where {@code node} begins, if the node came from a text. */
    static MillraceException at(MillraceException error, SqlNode node) {
        SqlParserPos position = node.getParserPosition();
        return position.getLineNum() < 1 ? error : error.at(new SourcePosition(position.getLineNum(), position.getColumnNum()));
    }
}
