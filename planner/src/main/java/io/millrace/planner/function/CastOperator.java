package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.type.Types;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlCastFunction;
import org.apache.calcite.sql.type.SqlTypeName;
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
        RelDataType result = nested && from.getSqlTypeName() != to.getSqlTypeName()
                ? binding.getTypeFactory().createTypeWithNullability(to, from.isNullable())
                : super.inferReturnType(binding);
        boolean collection = result.getSqlTypeName() == SqlTypeName.ARRAY || result.getSqlTypeName() == SqlTypeName.MAP;
        boolean ofNull = from.getSqlTypeName() == SqlTypeName.NULL;
        return collection || ofNull && result.isStruct() ? loose(binding.getTypeFactory(), result, result.isNullable()) : result;
    }

    /** Fields and elements may be NULL, whatever Calcite makes of a type's text. */
    private static RelDataType loose(RelDataTypeFactory factory, RelDataType type, boolean nullable) {
        RelDataType result = type;
        if (type.isStruct()) {
            RelDataTypeFactory.Builder fields = factory.builder().kind(type.getStructKind());
            type.getFieldList().forEach(field -> fields.add(field.getName(), loose(factory, field.getType(), true)));
            result = fields.build();
        } else if (type.getSqlTypeName() == SqlTypeName.ARRAY) {
            result = factory.createArrayType(loose(factory, type.getComponentType(), true), -1);
        } else if (type.getSqlTypeName() == SqlTypeName.MAP) {
            result = factory.createMapType(loose(factory, type.getKeyType(), false), loose(factory, type.getValueType(), true));
        }
        return factory.createTypeWithNullability(result, nullable);
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
