package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.ListRows;
import io.millrace.jdbc.value.Texts;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An ARRAY's value: elements are what getObject gives for their type. */
final class MillraceArray implements Array {
    private final ColumnType element;
    private final ZoneId zone;
    private List<?> values;

    MillraceArray(ColumnType element, List<?> values, ZoneId zone) {
        this.element = element;
        this.values = values;
        this.zone = zone;
    }

    ColumnType element() {
        return element;
    }

    List<?> values() throws SQLException {
        if (values == null) {
            throw Errors.of("55000", "the array was freed");
        }
        return values;
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        values();
        return element.typeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        values();
        return element.kind().jdbcType();
    }

    @Override
    public Object getArray() throws SQLException {
        return getArray(1, values().size());
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        return getArray();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        List<?> part = part(index, count);
        Object[] array = new Object[part.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = JdbcObjects.of(part.get(i), element, zone);
        }
        return array;
    }

    private List<?> part(long index, int count) throws SQLException {
        if (index < 1 || count < 0 || index - 1 + count > values().size()) {
            throw Errors.of("2202E", "the array has no elements " + index + " to " + (index + count - 1));
        }
        return values().subList((int) index - 1, (int) index - 1 + count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getArray(index, count);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return getResultSet(1, values().size());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        for (Object value : part(index, count)) {
            rows.add(new Object[] {(int) index + rows.size(), value});
        }
        return new MillraceResultSet(null, new ListRows(List.of(
                new ColumnInfo("INDEX", ColumnType.of(Kind.INTEGER), false), new ColumnInfo("VALUE", element, true)), rows), zone, 0, 0);
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        return getResultSet(index, count);
    }

    @Override
    public void free() {
        values = null;
    }

    @Override
    public String toString() {
        return values == null ? "freed" : Texts.of(values, ColumnType.array(element), zone);
    }
}
