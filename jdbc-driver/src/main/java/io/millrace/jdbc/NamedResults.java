package io.millrace.jdbc;

import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** What a call gave, by name: there are no names here either. */
abstract class NamedResults extends NamedArguments {
    NamedResults(MillraceConnection connection, String text) {
        super(connection, text);
    }

    @Override
    public String getString(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public boolean getBoolean(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public byte getByte(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public short getShort(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public int getInt(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public long getLong(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public float getFloat(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public double getDouble(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public byte[] getBytes(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Date getDate(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Time getTime(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Timestamp getTimestamp(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Object getObject(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public BigDecimal getBigDecimal(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Object getObject(String name, Map<String, Class<?>> value) throws SQLException {
        throw unnamed();
    }

    @Override
    public Ref getRef(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Blob getBlob(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Clob getClob(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Array getArray(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Date getDate(String name, Calendar value) throws SQLException {
        throw unnamed();
    }

    @Override
    public Time getTime(String name, Calendar value) throws SQLException {
        throw unnamed();
    }

    @Override
    public Timestamp getTimestamp(String name, Calendar value) throws SQLException {
        throw unnamed();
    }

    @Override
    public URL getURL(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public RowId getRowId(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public NClob getNClob(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public SQLXML getSQLXML(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public String getNString(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Reader getNCharacterStream(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public Reader getCharacterStream(String name) throws SQLException {
        throw unnamed();
    }

    @Override
    public <T> T getObject(String name, Class<T> value) throws SQLException {
        throw unnamed();
    }
}
