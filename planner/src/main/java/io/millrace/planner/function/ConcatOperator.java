package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.type.CommonTypes;
import io.millrace.planner.type.Types;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeInference;

/** {@code ||}: text with anything that has a text form, arrays with arrays and with elements, binary strings. */
public final class ConcatOperator extends SqlBinaryOperator {
    ConcatOperator() {
        super("||", SqlKind.OTHER, SqlStdOperatorTable.CONCAT.getLeftPrec() / 2, true, null, null, null);
    }

    private static Optional<SqlType> resultType(SqlOperatorBinding binding) {
        if (!Types.isKnown(binding.getOperandType(0)) || !Types.isKnown(binding.getOperandType(1))) {
            return Optional.empty();
        }
        return resultType(Types.sqlType(binding.getOperandType(0)), Types.sqlType(binding.getOperandType(1)));
    }

    /** Empty if the operator doesn't take these. */
    public static Optional<SqlType> resultType(SqlType left, SqlType right) {
        if (left.kind() == Kind.ARRAY || right.kind() == Kind.ARRAY) {
            SqlType leftElement = left.kind() == Kind.ARRAY ? left.element() : left;
            SqlType rightElement = right.kind() == Kind.ARRAY ? right.element() : right;
            return CommonTypes.of(leftElement, rightElement).map(SqlType::array);
        }
        if (left.kind() == Kind.BINARY && right.kind() == Kind.BINARY) {
            return Optional.of(SqlType.BINARY);
        }
        if (left.kind() == Kind.JSON && right.kind() == Kind.JSON) {
            return Optional.of(SqlType.JSON);
        }
        boolean text = left.isCharacter() || right.isCharacter() || left.kind() == Kind.NULL && right.kind() == Kind.NULL;
        boolean printable = isPrintable(left) && isPrintable(right);
        return text && printable ? Optional.of(SqlType.VARCHAR) : Optional.empty();
    }

    private static boolean isPrintable(SqlType type) {
        return type.kind() != Kind.ROW && type.kind() != Kind.MAP && type.kind() != Kind.BINARY;
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return OperandInference.of(types -> types);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        boolean nullable = binding.getOperandType(0).isNullable() || binding.getOperandType(1).isNullable();
        return Types.relType(binding.getTypeFactory(), resultType(binding).orElseThrow(), nullable);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        boolean fits = resultType(binding).isPresent();
        if (!fits && throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return fits;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(String name) {
        return "text, or arrays";
    }
}
