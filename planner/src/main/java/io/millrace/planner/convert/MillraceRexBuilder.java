package io.millrace.planner.convert;

import com.google.common.collect.ImmutableList;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.type.MillraceTypeFactory;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Calcite's builder, without the casts and the window functions that it computes in its own way. */
public final class MillraceRexBuilder extends RexBuilder {
    public MillraceRexBuilder() {
        super(MillraceTypeFactory.INSTANCE);
    }

    /** Of every call that conversion and rewrites make: places where they can be left. */
    @Override
    public RexNode makeCall(SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
        Cancellation.check();
        return super.makeCall(position, type, operator, operands);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        Cancellation.check();
        return super.makeCall(position, operator, operands);
    }

    @Override
    public RexInputRef makeInputRef(RelDataType type, int index) {
        Cancellation.check();
        return super.makeInputRef(type, index);
    }

    /** A cast that stays one: only NULL and casts that change nothing are folded, because Calcite's arithmetic on literals is not ours. */
    @Override
    public RexNode makeCast(SqlParserPos position, RelDataType type, RexNode operand, boolean matchNullability, boolean safe,
            RexLiteral format) {
        if (operand instanceof RexLiteral literal && literal.isNull()) {
            return super.makeCast(position, type, operand, matchNullability, safe, format);
        }
        if (SqlTypeUtil.equalSansNullability(typeFactory, operand.getType(), type)
                && (!matchNullability || operand.getType().isNullable() == type.isNullable())) {
            return operand;
        }
        return FoldedCast.of(this, type, operand, matchNullability)
                .orElseGet(() -> makeAbstractCast(position, type, operand, safe, format));
    }

    /** SUM over an empty frame is NULL by itself; no CASE around it. */
    @Override
    public RexNode makeOver(RelDataType type, SqlAggFunction operator, List<RexNode> operands, List<RexNode> partitionKeys,
            ImmutableList<RexFieldCollation> orderKeys, RexWindowBound lower, RexWindowBound upper, RexWindowExclusion exclude,
            boolean rows, boolean allowPartial, boolean nullWhenCountZero, boolean distinct, boolean ignoreNulls) {
        return super.makeOver(type, operator, operands, partitionKeys, orderKeys, lower, upper, exclude, rows, allowPartial, false,
                distinct,
                ignoreNulls);
    }
}
