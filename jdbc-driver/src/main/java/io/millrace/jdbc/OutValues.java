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
import java.sql.ResultSet;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;

/** What a call gave, by position. */
abstract class OutValues extends NamedResults {
    OutValues(MillraceConnection connection, String text) {
        super(connection, text);
    }

    /** The row whose only column is the value at a position. */
    abstract ResultSet out(int index) throws SQLException;

    @Override
    public String getString(int index) throws SQLException {
        return out(index).getString(1);
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        return out(index).getBoolean(1);
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return out(index).getByte(1);
    }

    @Override
    public short getShort(int index) throws SQLException {
        return out(index).getShort(1);
    }

    @Override
    public int getInt(int index) throws SQLException {
        return out(index).getInt(1);
    }

    @Override
    public long getLong(int index) throws SQLException {
        return out(index).getLong(1);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        return out(index).getFloat(1);
    }

    @Override
    public double getDouble(int index) throws SQLException {
        return out(index).getDouble(1);
    }

    @Override
    @Deprecated
    public BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        return out(index).getBigDecimal(1, scale);
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        return out(index).getBytes(1);
    }

    @Override
    public Date getDate(int index) throws SQLException {
        return out(index).getDate(1);
    }

    @Override
    public Time getTime(int index) throws SQLException {
        return out(index).getTime(1);
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        return out(index).getTimestamp(1);
    }

    @Override
    public Object getObject(int index) throws SQLException {
        return out(index).getObject(1);
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        return out(index).getBigDecimal(1);
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        return out(index).getObject(1, map);
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        return out(index).getRef(1);
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        return out(index).getBlob(1);
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        return out(index).getClob(1);
    }

    @Override
    public Array getArray(int index) throws SQLException {
        return out(index).getArray(1);
    }

    @Override
    public Date getDate(int index, Calendar calendar) throws SQLException {
        return out(index).getDate(1, calendar);
    }

    @Override
    public Time getTime(int index, Calendar calendar) throws SQLException {
        return out(index).getTime(1, calendar);
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        return out(index).getTimestamp(1, calendar);
    }

    @Override
    public URL getURL(int index) throws SQLException {
        return out(index).getURL(1);
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        return out(index).getRowId(1);
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        return out(index).getNClob(1);
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        return out(index).getSQLXML(1);
    }

    @Override
    public String getNString(int index) throws SQLException {
        return out(index).getNString(1);
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        return out(index).getNCharacterStream(1);
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        return out(index).getCharacterStream(1);
    }

    @Override
    public <T> T getObject(int index, Class<T> target) throws SQLException {
        return out(index).getObject(1, target);
    }
}
