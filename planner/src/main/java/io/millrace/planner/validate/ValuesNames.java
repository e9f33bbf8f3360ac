package io.millrace.planner.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The columns of VALUES are column1, column2, … until an alias renames them. */
final class ValuesNames {
    private ValuesNames() {}

    /** An item of FROM. */
    static SqlNode named(SqlNode item) {
        boolean aliased = item.getKind() == SqlKind.AS && ((SqlCall) item).operandCount() == 2;
        SqlNode values = aliased ? ((SqlCall) item).operand(0) : item;
        if (values.getKind() != SqlKind.VALUES) {
            return item;
        }
        SqlNode alias = aliased ? ((SqlCall) item).operand(1) : new SqlIdentifier("$values", item.getParserPosition());
        return as((SqlCall) values, alias);
    }

    /** VALUES as a query of its own: SELECT * FROM (VALUES …) AS …. */
    static SqlNode query(SqlNode query) {
        if (query.getKind() != SqlKind.VALUES) {
            return query;
        }
        SqlParserPos position = query.getParserPosition();
        return new SqlSelect(position, null, SqlNodeList.of(SqlIdentifier.star(position)), named(query), null, null, null, null, null, null,
                null, null, null);
    }

    private static SqlNode as(SqlCall values, SqlNode alias) {
        List<SqlNode> operands = new ArrayList<>(List.of(values, alias));
        int width = ((SqlCall) values.operand(0)).operandCount();
        for (int i = 1; i <= width; i++) {
            operands.add(new SqlIdentifier("column" + i, values.getParserPosition()));
        }
        return SqlStdOperatorTable.AS.createCall(values.getParserPosition(), operands);
    }
}
