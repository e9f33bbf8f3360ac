package io.millrace.jdbc;

import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Texts;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** A ROW's value. */
final class MillraceStruct implements Struct {
    private final ColumnType type;
    private final List<?> values;
    private final ZoneId zone;

    MillraceStruct(ColumnType type, List<?> values, ZoneId zone) {
        this.type = type;
        this.values = values;
        this.zone = zone;
    }

    @Override
    public String getSQLTypeName() {
        return type.toString();
    }

    @Override
    public Object[] getAttributes() throws SQLException {
        Object[] attributes = new Object[values.size()];
        for (int i = 0; i < attributes.length; i++) {
            attributes[i] = JdbcObjects.of(values.get(i), type.members().get(i).type(), zone);
        }
        return attributes;
    }

    @Override
    public Object[] getAttributes(Map<String, Class<?>> map) throws SQLException {
        return getAttributes();
    }

    @Override
    public String toString() {
        return Texts.of(values, type, zone);
    }
}
