package io.millrace.storage.format;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows of one column: its bytes, or its text. NULL is nothing. */
final class RawRows implements RowFormat {
    private final SqlType type;

    RawRows(List<Field> fields) {
        if (fields.size() != 1) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "format raw writes one column, found " + fields.size() + ": " + fields.stream().map(Field::name).toList());
        }
        this.type = fields.getFirst().type();
    }

    @Override
    public byte[] write(List<Object> values) {
        Object value = values.getFirst();
        if (value == null) {
            return null;
        }
        return type.kind() == SqlType.Kind.BINARY ? (byte[]) value : ScalarText.of(value, type).getBytes(StandardCharsets.UTF_8);
    }
}
