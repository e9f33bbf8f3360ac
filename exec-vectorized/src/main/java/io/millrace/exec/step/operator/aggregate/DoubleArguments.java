package io.millrace.exec.step.operator.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;

/** A numeric column's values as doubles. */
final class DoubleArguments {
    private DoubleArguments() {}

    static double at(FixedColumn column, int position) {
        SqlType type = column.type();
        return switch (type.layout()) {
            case FLOAT64 -> column.doubleAt(position);
            case INT32 -> column.intAt(position);
            case INT64 -> type.kind() == SqlType.Kind.DECIMAL && type.scale() > 0
                    ? BigDecimal.valueOf(column.longAt(position), type.scale()).doubleValue()
                    : column.longAt(position);
            case INT128 -> ((BigDecimal) Values.read((Column) column, position)).doubleValue();
            case BIT, BINARY, LIST, ROW -> throw new AssertionError(type);
        };
    }
}
