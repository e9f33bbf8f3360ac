package io.millrace.planner.convert;

import io.millrace.planner.function.ArithmeticOperator;
import io.millrace.planner.function.CastOperator;
import io.millrace.planner.function.ConcatOperator;
import io.millrace.planner.function.ScalarOperator;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
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
            return ConvertletTable::cast;
        }
        if (call.getKind() == SqlKind.IS_NULL || call.getKind() == SqlKind.IS_NOT_NULL) {
            return ConvertletTable::nullTest;
        }
        if (RowComparison.applies(call)) {
            return RowComparison::convert;
        }
        return plain ? ConvertletTable::convert : StandardConvertletTable.INSTANCE.get(call);
    }

    private static RexNode cast(SqlRexContext context, SqlCall call) {
        RelDataType from = context.getValidator().getValidatedNodeType(call.operand(0));
        RelDataType to = context.getValidator().getValidatedNodeType(call);
        boolean nested = from.getComponentType() != null || from.getKeyType() != null;
        // Calcite looks for elements in both types if it finds them in one
        return nested && from.getSqlTypeName() != to.getSqlTypeName()
                ? context.getRexBuilder().makeCast(call.getParserPosition(), to, context.convertExpression(call.operand(0)), false,
                        call.getKind() == SqlKind.SAFE_CAST, (RexLiteral) context.getRexBuilder().makeNullLiteral(to))
                : CAST.convertCall(context, call);
    }

    /** A row is NULL if all of its fields are, and NOT NULL if none of them is. */
    private static RexNode nullTest(SqlRexContext context, SqlCall call) {
        RexBuilder builder = context.getRexBuilder();
        RexNode operand = context.convertExpression(call.operand(0));
        if (!operand.getType().isStruct()) {
            return builder.makeCall(call.getParserPosition(), call.getOperator(), List.of(operand));
        }
        List<RexNode> fields = operand instanceof RexCall row && row.getKind() == SqlKind.ROW ? row.getOperands()
                : operand.getType().getFieldList().stream().map(f -> builder.makeFieldAccess(operand, f.getIndex())).toList();
        List<RexNode> tests = fields.stream().map(field -> builder.makeCall(call.getOperator(), field)).toList();
        return RexUtil.composeConjunction(builder, tests);
    }

    private static RexNode convert(SqlRexContext context, SqlCall call) {
        List<RexNode> operands = call.isCountStar() ? List.of()
                : call.getOperandList().stream().map((SqlNode operand) -> context.convertExpression(operand)).toList();
        return context.getRexBuilder().makeCall(call.getParserPosition(), context.getValidator().getValidatedNodeType(call),
                call.getOperator(), operands);
    }
}
