package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.Kind;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;

/** What a result's columns are. Which table a column came from is not told. */
final class MillraceResultSetMetaData implements ResultSetMetaData {
    private final List<ColumnInfo> columns;

    MillraceResultSetMetaData(List<ColumnInfo> columns) {
        this.columns = columns;
    }

    private ColumnInfo column(int index) throws SQLException {
        if (index < 1 || index > columns.size()) {
            throw Errors.of("07009", "there is no column " + index + ": the result has " + columns.size());
        }
        return columns.get(index - 1);
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isCaseSensitive(int index) throws SQLException {
        return column(index).type().kind().isText();
    }

    @Override
    public boolean isSearchable(int index) throws SQLException {
        column(index);
        return true;
    }

    @Override
    public boolean isCurrency(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        return column(index).nullable() ? columnNullable : columnNoNulls;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return column(index).type().kind().isNumber();
    }

    @Override
    public int getColumnDisplaySize(int index) throws SQLException {
        return column(index).type().displaySize();
    }

    @Override
    public String getColumnLabel(int index) throws SQLException {
        return column(index).name();
    }

    @Override
    public String getColumnName(int index) throws SQLException {
        return column(index).name();
    }

    @Override
    public String getSchemaName(int index) throws SQLException {
        column(index);
        return "";
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        Kind kind = column(index).type().kind();
        return kind == Kind.NULL ? 0 : column(index).type().columnSize();
    }

    @Override
    public int getScale(int index) throws SQLException {
        return column(index).type().decimalDigits();
    }

    @Override
    public String getTableName(int index) throws SQLException {
        column(index);
        return "";
    }

    @Override
    public String getCatalogName(int index) throws SQLException {
        column(index);
        return "";
    }

    @Override
    public int getColumnType(int index) throws SQLException {
        return column(index).type().kind().jdbcType();
    }

    @Override
    public String getColumnTypeName(int index) throws SQLException {
        return column(index).type().typeName();
    }

    @Override
    public boolean isReadOnly(int index) throws SQLException {
        column(index);
        return true;
    }

    @Override
    public boolean isWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int index) throws SQLException {
        column(index);
        return false;
    }

    @Override
    public String getColumnClassName(int index) throws SQLException {
        return column(index).type().kind().className();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return Unwrapping.isWrapperFor(this, type);
    }
}
