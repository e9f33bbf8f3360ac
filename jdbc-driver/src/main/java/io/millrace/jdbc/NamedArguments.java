package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** A call's arguments by name: functions here have no names for them, and all of these methods say so. */
abstract class NamedArguments extends MillracePreparedStatement implements CallableStatement {
    NamedArguments(MillraceConnection connection, String text) {
        super(connection, text);
    }

    static SQLException unnamed() {
        return Errors.unsupported("arguments of functions have no names: use their positions");
    }

    @Override
    public void registerOutParameter(String name, int value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void registerOutParameter(String name, int value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void registerOutParameter(String name, int value, String second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setURL(String name, URL value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNull(String name, int value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBoolean(String name, boolean value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setByte(String name, byte value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setShort(String name, short value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setInt(String name, int value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setLong(String name, long value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setFloat(String name, float value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setDouble(String name, double value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBigDecimal(String name, BigDecimal value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setString(String name, String value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBytes(String name, byte[] value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setDate(String name, Date value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setTime(String name, Time value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setTimestamp(String name, Timestamp value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setAsciiStream(String name, InputStream value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBinaryStream(String name, InputStream value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setObject(String name, Object value, int second, int third) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setObject(String name, Object value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setObject(String name, Object value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setCharacterStream(String name, Reader value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setDate(String name, Date value, Calendar second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setTime(String name, Time value, Calendar second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setTimestamp(String name, Timestamp value, Calendar second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNull(String name, int value, String second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setRowId(String name, RowId value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNString(String name, String value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNCharacterStream(String name, Reader value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNClob(String name, NClob value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setClob(String name, Reader value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBlob(String name, InputStream value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNClob(String name, Reader value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setSQLXML(String name, SQLXML value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBlob(String name, Blob value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setClob(String name, Clob value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setAsciiStream(String name, InputStream value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBinaryStream(String name, InputStream value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setCharacterStream(String name, Reader value, long second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setAsciiStream(String name, InputStream value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBinaryStream(String name, InputStream value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setCharacterStream(String name, Reader value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNCharacterStream(String name, Reader value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setClob(String name, Reader value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setBlob(String name, InputStream value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setNClob(String name, Reader value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void registerOutParameter(String name, SQLType value) throws SQLException {
        throw unnamed();
    }

    @Override
    public void registerOutParameter(String name, SQLType value, int second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void registerOutParameter(String name, SQLType value, String second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setObject(String name, Object value, SQLType second) throws SQLException {
        throw unnamed();
    }

    @Override
    public void setObject(String name, Object value, SQLType second, int third) throws SQLException {
        throw unnamed();
    }
}
