package io.millrace.planner.convert;

import io.millrace.planner.function.ArithmeticOperator;
import io.millrace.planner.function.CastOperator;
import io.millrace.planner.function.ConcatOperator;
import io.millrace.planner.function.ScalarOperator;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/** From calls to row expressions: our own operators as they are, Calcite's as Calcite does, save for those that it expands. */
final class ConvertletTable implements SqlRexConvertletTable {
    static final ConvertletTable INSTANCE = new ConvertletTable();

    private static final SqlRexConvertlet CAST = StandardConvertletTable.INSTANCE.get(
            SqlStdOperatorTable.CAST.createCall(SqlParserPos.ZERO, SqlLiteral.createNull(SqlParserPos.ZERO)));

    private ConvertletTable() {}

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        boolean plain = call.getOperator() instanceof ScalarOperator || call.getOperator() instanceof ArithmeticOperator
                || call.getOperator() instanceof ConcatOperator || call.getOperator() instanceof SqlAggFunction;
        if (call.getOperator() instanceof CastOperator) {
            return CAST;
        }
        return plain ? ConvertletTable::convert : StandardConvertletTable.INSTANCE.get(call);
    }

    private static RexNode convert(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = call.isCountStar() ? List.of()
                : call.getOperandList().stream().map((SqlNode operand) -> context.convertExpression(operand)).toList();
        return context.getRexBuilder().makeCall(call.getParserPosition(), context.getValidator().getValidatedNodeType(call),
                call.getOperator(), operands);
    }
}
