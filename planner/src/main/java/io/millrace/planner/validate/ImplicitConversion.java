package io.millrace.planner.validate;

import io.millrace.planner.type.CommonTypes;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/** What compares with what: the types that {@link CommonTypes} has a common one for, and no others. */
final class ImplicitConversion extends TypeCoercionImpl {
    ImplicitConversion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        return left == null || right == null ? null : common(List.of(left, right));
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        List<RelDataType> types = binding.collectOperandTypes();
        if (types.stream().anyMatch(RelDataType::isStruct)) {
            return super.binaryComparisonCoercion(binding);
        }
        RelDataType common = common(types);
        return common != null && coerceOperandsType(binding.getScope(), binding.getCall(), common);
    }

    /** Of UNION's columns, branches of CASE and the like. */
    @Override
    public RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
        return common(types);
    }

    /** Casts one value of a VALUES row, or makes a literal of the type where the text is one. */
    void coerceValue(SqlValidatorScope scope, SqlCall row, int column, RelDataType type) {
        Optional<SqlNode> literal = TextLiterals.of(row.operand(column), Types.sqlType(type));
        if (literal.isPresent()) {
            row.setOperand(column, literal.get());
            updateInferredType(literal.get(), validator.deriveType(scope, literal.get()));
        } else {
            coerceOperandType(scope, row, column, type);
        }
    }

    private static RelDataType common(List<RelDataType> types) {
        if (!types.stream().allMatch(type -> Types.isKnown(type) && !type.isStruct())) {
            return null;
        }
        boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
        return CommonTypes.of(types.stream().map(Types::sqlType).toList())
                .map(type -> Types.relType(MillraceTypeFactory.INSTANCE, type, nullable)).orElse(null);
    }
}
