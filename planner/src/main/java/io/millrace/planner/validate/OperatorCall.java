package io.millrace.planner.validate;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A function of ours that was written as an operator, {@code a ^ b}: as any call of it, but it names no column. */
public final class OperatorCall extends SqlUnresolvedFunction {
    private OperatorCall(String name, SqlParserPos position) {
        super(new SqlIdentifier(name, position), null, null, null, null, SqlFunctionCategory.USER_DEFINED_FUNCTION);
    }

    public static SqlCall of(String name, List<SqlNode> operands, SqlParserPos position) {
        return new OperatorCall(name, position).createCall(position, operands);
    }
}
