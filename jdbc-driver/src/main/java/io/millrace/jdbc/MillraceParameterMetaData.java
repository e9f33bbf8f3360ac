package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What a statement's parameters are; one whose type the server does not tell takes any value, and counts as VARCHAR. */
final class MillraceParameterMetaData implements ParameterMetaData {
    private final int count;
    private final List<ColumnType> types;

    MillraceParameterMetaData(int count, List<ColumnType> types) {
        this.count = count;
        this.types = types;
    }

    private ColumnType type(int index) throws SQLException {
        if (index < 1 || index > count) {
            throw Errors.of("07009", "there is no parameter " + index + ": the statement has " + count);
        }
        return index <= types.size() ? types.get(index - 1) : ColumnType.of(Kind.VARCHAR);
    }

    @Override
    public int getParameterCount() {
        return count;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        type(index);
        return parameterNullable;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        return type(index).kind().isNumber();
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        return type(index).columnSize();
    }

    @Override
    public int getScale(int index) throws SQLException {
        return type(index).decimalDigits();
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        return type(index).kind().jdbcType();
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        return type(index).typeName();
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        return type(index).kind().className();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        type(index);
        return parameterModeIn;
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
