package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.type.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.util.Static;

/** CAST and TRY_CAST between the types that PostgreSQL casts between: text, JSON and arrays with more than Calcite lets them. */
public final class CastOperator extends SqlCastFunction {
    CastOperator(String name, SqlKind kind) {
        super(name, kind);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        RelDataType from = binding.getOperandType(0);
        RelDataType to = binding.getOperandType(1);
        boolean fits = !Types.isKnown(from) || possible(Types.sqlType(from), Types.sqlType(to));
        if (!fits && throwOnFailure) {
            throw binding.newError(Static.RESOURCE.cannotCastValue(Types.sqlType(from).toString(), Types.sqlType(to).toString()));
        }
        return fits;
    }

    /** Calcite looks for elements in both types if it finds them in one. */
    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        RelDataType from = binding.getOperandType(0);
        RelDataType to = binding.getOperandType(1);
        boolean nested = from.isStruct() || from.getComponentType() != null || from.getKeyType() != null;
        return nested && from.getSqlTypeName() != to.getSqlTypeName()
                ? binding.getTypeFactory().createTypeWithNullability(to, from.isNullable())
                : super.inferReturnType(binding);
    }

    private static boolean possible(SqlType from, SqlType to) {
        if (from.kind() == Kind.ROW && to.kind() != Kind.ROW) {
            return false;
        }
        if (from.kind() == Kind.NULL || from.isCharacter() || to.isCharacter() || from.kind() == Kind.JSON || to.kind() == Kind.JSON) {
            return true;
        }
        if (from.isNumeric() && to.isNumeric() || isInstant(from) && isInstant(to)) {
            return true;
        }
        if (from.kind() == to.kind()) {
            return from.fields().size() == to.fields().size() && fieldsPossible(from, to);
        }
        return switch (to.kind()) {
            case BOOLEAN -> from.isInteger();
            case TINYINT, SMALLINT, INTEGER, BIGINT -> from.kind() == Kind.BOOLEAN;
            case TIME -> from.kind() == Kind.TIMESTAMP || from.kind() == Kind.TIMESTAMP_TZ || from.kind() == Kind.INTERVAL_DAY_TIME;
            case INTERVAL_DAY_TIME -> from.kind() == Kind.TIME;
            case UUID -> from.kind() == Kind.BINARY;
            case BINARY -> from.kind() == Kind.UUID;
            default -> false;
        };
    }

    private static boolean fieldsPossible(SqlType from, SqlType to) {
        for (int i = 0; i < from.fields().size(); i++) {
            if (!possible(from.fields().get(i).type(), to.fields().get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isInstant(SqlType type) {
        return type.kind() == Kind.DATE || type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMP_TZ;
    }
}
