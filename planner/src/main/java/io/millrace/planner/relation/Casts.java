package io.millrace.planner.relation;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Comparisons whose two sides have one type. */
public final class Casts {
    private Casts() {}

    /** {@code left operator right}, both sides cast to their common type where they differ in more than length and nullability. */
    public static RexNode compare(RexBuilder builder, SqlOperator operator, RexNode left, RexNode right) {
        if (sameType(builder, left.getType(), right.getType())) {
            return builder.makeCall(operator, left, right);
        }
        RelDataType common = builder.getTypeFactory().leastRestrictive(List.of(left.getType(), right.getType()));
        if (common == null) {
            return builder.makeCall(operator, left, right);
        }
        return builder.makeCall(operator, cast(builder, common, left), cast(builder, common, right));
    }

    private static RexNode cast(RexBuilder builder, RelDataType type, RexNode operand) {
        return sameType(builder, type, operand.getType()) ? operand
                : builder.makeAbstractCast(nullable(builder, type, operand), operand, false);
    }

    private static RelDataType nullable(RexBuilder builder, RelDataType type, RexNode operand) {
        return builder.getTypeFactory().createTypeWithNullability(type, operand.getType().isNullable());
    }

    /** Whether types are one, nullability and the length of character strings aside. */
    public static boolean sameType(RexBuilder builder, RelDataType a, RelDataType b) {
        if (SqlTypeUtil.isCharacter(a) && SqlTypeUtil.isCharacter(b)) {
            return a.getSqlTypeName() == b.getSqlTypeName();
        }
        RelDataTypeFactory types = builder.getTypeFactory();
        return types.createTypeWithNullability(a, true).equals(types.createTypeWithNullability(b, true));
    }
}
