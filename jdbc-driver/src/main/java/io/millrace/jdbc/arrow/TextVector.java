package io.millrace.jdbc.arrow;

import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** CHAR, VARCHAR, JSON and BINARY: offsets and bytes. */
final class TextVector extends Vector {
    private final boolean binary;
    private int offsets;
    private int data;

    TextVector(ColumnType type) {
        super(type);
        binary = type.kind() == Kind.BINARY;
    }

    @Override
    void loadData(BatchCursor cursor) {
        offsets = cursor.nextBuffer();
        data = cursor.nextBuffer();
    }

    @Override
    Object value(int row) {
        int start = (int) INTS.get(body, offsets + 4 * row);
        int end = (int) INTS.get(body, offsets + 4 * row + 4);
        return binary
                ? Arrays.copyOfRange(body, data + start, data + end)
                : new String(body, data + start, end - start, StandardCharsets.UTF_8);
    }
}
