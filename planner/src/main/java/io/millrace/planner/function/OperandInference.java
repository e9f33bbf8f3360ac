package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.planner.type.MillraceTypeFactory;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlOperandTypeInference;

/** Types of operands that have none of their own, which are parameters and NULLs: what the operator would convert them to. */
final class OperandInference {
    private OperandInference() {}

    /** {@code resolve} gives the types that operands are taken as; those of unknown type come in as NULL. */
    static SqlOperandTypeInference of(UnaryOperator<List<SqlType>> resolve) {
        return (binding, returnType, operands) -> {
            List<SqlType> actual = binding.collectOperandTypes().stream().map(OperandInference::known).toList();
            List<SqlType> resolved = resolve.apply(actual);
            for (int i = 0; i < operands.length; i++) {
                SqlType type = resolved.get(i).kind() == SqlType.Kind.NULL ? SqlType.VARCHAR : resolved.get(i);
                operands[i] = Types.relType(MillraceTypeFactory.INSTANCE, type, true);
            }
        };
    }

    private static SqlType known(RelDataType type) {
        return Types.isKnown(type) ? Types.sqlType(type) : SqlType.NULL;
    }
}
