package io.millrace.storage.table.body;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.Values;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import org.apache.iceberg.StructLike;

/** A row of a batch as Iceberg's transforms read it: dates in days, times in micros, texts as strings. */
final class RowStruct implements StructLike {
    private final Batch rows;
    private int row;

    RowStruct(Batch rows) {
        this.rows = rows;
    }

    RowStruct at(int position) {
        row = position;
        return this;
    }

    @Override
    public int size() {
        return rows.width();
    }

    @Override
    public <T> T get(int column, Class<T> type) {
        return type.cast(value(rows.column(column), row));
    }

    private static Object value(Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column) {
            case FixedColumn fixed -> fixed(fixed, row);
            case BinaryColumn binary -> switch (binary.type().kind()) {
                case BINARY -> ByteBuffer.wrap(binary.bytesAt(row));
                case UUID -> Values.read(binary, row);
                default -> binary.stringAt(row);
            };
            case ConstantColumn constant -> value(constant.value(), 0);
            case DictionaryColumn dictionary -> value(dictionary.dictionary(), dictionary.codeAt(row));
            case io.millrace.common.batch.ListColumn list -> throw new AssertionError("a transform of " + list.type());
            case io.millrace.common.batch.RowColumn struct -> throw new AssertionError("a transform of " + struct.type());
        };
    }

    private static Object fixed(FixedColumn column, int row) {
        return switch (column.type().kind()) {
            case DECIMAL -> (BigDecimal) Values.read(column, row);
            case REAL -> (float) column.doubleAt(row);
            default -> switch (column.type().layout()) {
                case BIT -> column.booleanAt(row);
                case INT32 -> column.intAt(row);
                case INT64 -> column.longAt(row);
                case FLOAT64 -> column.doubleAt(row);
                case INT128, BINARY, LIST, ROW -> throw new AssertionError(column.type());
            };
        };
    }

    @Override
    public <T> void set(int column, T value) {
        throw new UnsupportedOperationException("rows are read only");
    }
}
