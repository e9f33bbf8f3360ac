package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.wire.Parameter;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** JDBC's many setters, each put as one parameter. */
abstract class ParameterSetters extends MillraceStatement implements PreparedStatement {
    ParameterSetters(MillraceConnection connection) {
        super(connection);
    }

    /** {@code index} is counted from 1. */
    abstract void set(int index, Parameter value) throws SQLException;

    private static Parameter ascii(InputStream in, long length) throws SQLException {
        return in == null ? Parameter.NULL : Parameters.text(new InputStreamReader(in, StandardCharsets.US_ASCII), length);
    }

    private static long natural(long length) throws SQLException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw Errors.of("22023", "length " + length + " is out of range");
        }
        return length;
    }

    @Override
    public void setNull(int index, int type) throws SQLException {
        set(index, Parameter.NULL);
    }

    @Override
    public void setNull(int index, int type, String typeName) throws SQLException {
        set(index, Parameter.NULL);
    }

    @Override
    public void setObject(int index, Object value, int type) throws SQLException {
        set(index, Parameters.as(value, type, -1));
    }

    @Override
    public void setObject(int index, Object value, int type, int scale) throws SQLException {
        set(index, Parameters.as(value, type, scale));
    }

    @Override
    public void setObject(int index, Object value, SQLType type) throws SQLException {
        set(index, Parameters.as(value, type, -1));
    }

    @Override
    public void setObject(int index, Object value, SQLType type, int scale) throws SQLException {
        set(index, Parameters.as(value, type, scale));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, InputStream value, int length) throws SQLException {
        set(index, value == null ? Parameter.NULL : Parameters.text(new InputStreamReader(value, StandardCharsets.UTF_8), length));
    }

    @Override
    public void setRef(int index, Ref value) throws SQLException {
        throw Errors.unsupported("there is no type REF");
    }

    @Override
    public void setRowId(int index, RowId value) throws SQLException {
        throw Errors.unsupported("there is no type ROWID");
    }

    @Override
    public void setSQLXML(int index, SQLXML value) throws SQLException {
        throw Errors.unsupported("there is no type XML");
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, Parameters.of(Kind.BOOLEAN, value));
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, Parameters.of(Kind.TINYINT, (int) value));
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, Parameters.of(Kind.SMALLINT, (int) value));
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, Parameters.of(Kind.INTEGER, value));
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, Parameters.of(Kind.BIGINT, value));
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, Parameters.of(Kind.REAL, value));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, Parameters.of(Kind.DOUBLE, value));
    }

    @Override
    public void setBigDecimal(int index, BigDecimal value) throws SQLException {
        set(index, Parameters.decimal(value));
    }

    @Override
    public void setString(int index, String value) throws SQLException {
        set(index, Parameters.of(Kind.VARCHAR, value));
    }

    @Override
    public void setNString(int index, String value) throws SQLException {
        set(index, Parameters.of(Kind.VARCHAR, value));
    }

    @Override
    public void setBytes(int index, byte[] value) throws SQLException {
        set(index, Parameters.of(Kind.BINARY, value));
    }

    @Override
    public void setDate(int index, Date value) throws SQLException {
        set(index, Parameters.of(value, null));
    }

    @Override
    public void setTime(int index, Time value) throws SQLException {
        set(index, Parameters.of(value, null));
    }

    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        set(index, Parameters.of(value, null));
    }

    @Override
    public void setArray(int index, Array value) throws SQLException {
        set(index, NestedParameters.array(value));
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        set(index, Parameters.of(value));
    }

    @Override
    public void setURL(int index, URL value) throws SQLException {
        set(index, Parameters.of((Object) value));
    }

    @Override
    public void setBlob(int index, Blob value) throws SQLException {
        set(index, Parameters.of((Object) value));
    }

    @Override
    public void setClob(int index, Clob value) throws SQLException {
        set(index, Parameters.of((Object) value));
    }

    @Override
    public void setNClob(int index, NClob value) throws SQLException {
        set(index, Parameters.of((Object) value));
    }

    @Override
    public void setBinaryStream(int index, InputStream value) throws SQLException {
        set(index, Parameters.bytes(value, -1));
    }

    @Override
    public void setAsciiStream(int index, InputStream value) throws SQLException {
        set(index, ascii(value, -1));
    }

    @Override
    public void setCharacterStream(int index, Reader value) throws SQLException {
        set(index, Parameters.text(value, -1));
    }

    @Override
    public void setNCharacterStream(int index, Reader value) throws SQLException {
        set(index, Parameters.text(value, -1));
    }

    @Override
    public void setBlob(int index, InputStream value) throws SQLException {
        set(index, Parameters.bytes(value, -1));
    }

    @Override
    public void setClob(int index, Reader value) throws SQLException {
        set(index, Parameters.text(value, -1));
    }

    @Override
    public void setNClob(int index, Reader value) throws SQLException {
        set(index, Parameters.text(value, -1));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, int length) throws SQLException {
        set(index, Parameters.bytes(value, natural(length)));
    }

    @Override
    public void setBinaryStream(int index, InputStream value, long length) throws SQLException {
        set(index, Parameters.bytes(value, natural(length)));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, int length) throws SQLException {
        set(index, ascii(value, natural(length)));
    }

    @Override
    public void setAsciiStream(int index, InputStream value, long length) throws SQLException {
        set(index, ascii(value, natural(length)));
    }

    @Override
    public void setCharacterStream(int index, Reader value, int length) throws SQLException {
        set(index, Parameters.text(value, natural(length)));
    }

    @Override
    public void setCharacterStream(int index, Reader value, long length) throws SQLException {
        set(index, Parameters.text(value, natural(length)));
    }

    @Override
    public void setNCharacterStream(int index, Reader value, long length) throws SQLException {
        set(index, Parameters.text(value, natural(length)));
    }

    @Override
    public void setBlob(int index, InputStream value, long length) throws SQLException {
        set(index, Parameters.bytes(value, natural(length)));
    }

    @Override
    public void setClob(int index, Reader value, long length) throws SQLException {
        set(index, Parameters.text(value, natural(length)));
    }

    @Override
    public void setNClob(int index, Reader value, long length) throws SQLException {
        set(index, Parameters.text(value, natural(length)));
    }

    @Override
    public void setDate(int index, Date value, Calendar calendar) throws SQLException {
        set(index, Parameters.of(value, calendar));
    }

    @Override
    public void setTime(int index, Time value, Calendar calendar) throws SQLException {
        set(index, Parameters.of(value, calendar));
    }

    @Override
    public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        set(index, Parameters.of(value, calendar));
    }
}
