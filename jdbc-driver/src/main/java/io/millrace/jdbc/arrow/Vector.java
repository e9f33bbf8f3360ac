package io.millrace.jdbc.arrow;

import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** One column of the record batch at hand, in place. Positions are checked by the arrays they are read from. */
abstract class Vector {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle FLOATS = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle DOUBLES = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    final ColumnType type;
    byte[] body;
    private int validity;
    private boolean anyNull;

    Vector(ColumnType type) {
        this.type = type;
    }

    static Vector of(ColumnInfo column) {
        ColumnType type = column.type();
        switch (type.kind()) {
            case ARRAY :
                return new NestedVectors.ListVector(type, of(type.members().get(0)));
            case MAP :
                return new NestedVectors.MapVector(type, of(type.members().get(0)), of(type.members().get(1)));
            case ROW :
                return new NestedVectors.RowVector(type);
            case NULL :
                return new NestedVectors.NullVector(type);
            case CHAR :
            case VARCHAR :
            case JSON :
            case BINARY :
                return new TextVector(type);
            default :
                return new FixedVector(type);
        }
    }

    /** Takes its nodes and buffers, depth first. */
    final void load(BatchCursor cursor) {
        body = cursor.body();
        anyNull = cursor.nextNode() != 0;
        if (hasValidity()) {
            validity = cursor.nextBuffer();
            anyNull &= cursor.lastBufferBytes() > 0;
        }
        loadData(cursor);
    }

    boolean hasValidity() {
        return true;
    }

    abstract void loadData(BatchCursor cursor);

    boolean isNull(int row) {
        return anyNull && (body[validity + (row >> 3)] >> (row & 7) & 1) == 0;
    }

    final Object get(int row) {
        return isNull(row) ? null : value(row);
    }

    abstract Object value(int row);

    long longAt(int row) {
        return ((Number) value(row)).longValue();
    }

    double doubleAt(int row) {
        return ((Number) value(row)).doubleValue();
    }
}
