package io.millrace.planner.table;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.planner.type.Types;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.SqlWindowTableFunction;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandMetadata;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Static;

/**
 * {@code f(data, DESCRIPTOR(time)[, DESCRIPTOR(keys)], interval[, interval][, offset])}: the data's columns, then window_start and window_end of the
 * time column's type.
 */
final class WindowFunction extends SqlWindowTableFunction {
    WindowFunction(String name, int intervals) {
        super(name, new Operands(intervals));
    }

    @Override
    public SqlReturnTypeInference getRowTypeInference() {
        return WindowFunction::rowType;
    }

    private static RelDataType rowType(SqlOperatorBinding binding) {
        RelDataType data = binding.getOperandType(0);
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType time = factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
        if (binding instanceof SqlCallBinding call && call.operand(1) instanceof SqlCall descriptor) {
            RelDataTypeField field = field(data, descriptor.operand(0));
            time = field == null ? time : field.getType();
        }
        RelDataType required = factory.createTypeWithNullability(time, false);
        return factory.builder().kind(data.getStructKind()).addAll(data.getFieldList())
                .add("window_start", required).add("window_end", required).build();
    }

    private static RelDataTypeField field(RelDataType data, SqlNode column) {
        return column instanceof SqlIdentifier name ? data.getField(name.names.getLast(), true, false) : null;
    }

    private record Operands(int intervals) implements SqlOperandMetadata {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            boolean fits = fits(binding);
            if (!fits && throwOnFailure) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "expected " + getAllowedSignatures(binding.getOperator(), binding.getOperator().getName()))
                        .at(position(binding.getCall()));
            }
            return fits;
        }

        private boolean fits(SqlCallBinding binding) {
            RelDataType data = binding.getValidator().getValidatedNodeType(binding.operand(0));
            if (!data.isStruct() || binding.operand(1).getKind() != SqlKind.DESCRIPTOR) {
                return false;
            }
            int found = 0;
            for (int i = 1; i < binding.getOperandCount(); i++) {
                if (binding.operand(i) instanceof SqlCall descriptor && descriptor.getKind() == SqlKind.DESCRIPTOR) {
                    if (!columns(data, descriptor, i == 1)) {
                        return false;
                    }
                } else if (SqlTypeUtil.isInterval(binding.getValidator().getValidatedNodeType(binding.operand(i)))) {
                    found++;
                } else {
                    return false;
                }
            }
            return found == intervals || found == intervals + 1;
        }

        private static boolean columns(RelDataType data, SqlCall descriptor, boolean time) {
            for (SqlNode column : descriptor.getOperandList()) {
                RelDataTypeField field = field(data, column);
                if (field == null) {
                    throw SqlUtil.newContextException(column.getParserPosition(), Static.RESOURCE.unknownIdentifier(column.toString()));
                }
                boolean hasTime = SqlTypeUtil.isTimestamp(field.getType());
                if (time && !hasTime) {
                    throw new MillraceException(ErrorCode.DATATYPE_MISMATCH,
                            "windows are over a TIMESTAMP column, found " + field.getName() + " " + Types.sqlType(field.getType()))
                            .at(position(column));
                }
            }
            return true;
        }

        private static SourcePosition position(SqlNode node) {
            return new SourcePosition(node.getParserPosition().getLineNum(), node.getParserPosition().getColumnNum());
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            return SqlOperandCountRanges.between(2 + intervals, 4 + intervals);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return name + "(TABLE t, DESCRIPTOR(time column), " + String.join(", ", Collections.nCopies(intervals, "interval")) + ")";
        }

        @Override
        public List<RelDataType> paramTypes(RelDataTypeFactory factory) {
            return Collections.nCopies(4 + intervals, factory.createSqlType(SqlTypeName.ANY));
        }

        @Override
        public List<String> paramNames() {
            return List.of("DATA", "TIMECOL", "A", "B", "C", "D").subList(0, 4 + intervals);
        }

        @Override
        public boolean isOptional(int i) {
            return i >= 2 + intervals;
        }
    }
}
