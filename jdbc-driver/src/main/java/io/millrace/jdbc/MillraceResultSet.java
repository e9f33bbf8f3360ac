package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Conversions;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.Rows;
import io.millrace.jdbc.value.Texts;
import io.millrace.jdbc.value.WallClock;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Map;

/** Getters by index. Where the cursor stands is {@link ForwardCursor}'s matter. */
class MillraceResultSet extends ForwardCursor {
    private final ZoneId zone;
    private final int maxFieldSize;
    private WallClock clock;
    private boolean wasNull;

    /** {@code statement} is null for rows that no statement gave; 0 means no limit. */
    MillraceResultSet(MillraceStatement statement, Rows rows, ZoneId zone, long maxRows, int maxFieldSize) {
        super(statement, rows, maxRows);
        this.zone = zone;
        this.maxFieldSize = maxFieldSize;
    }

    /** What instants are shown in. */
    final ZoneId zone() {
        return zone;
    }

    private ColumnType type(int index) throws SQLException {
        checkRow();
        if (index < 1 || index > rows().columns().size()) {
            throw Errors.of("07009", "there is no column " + index + ": the result has " + rows().columns().size());
        }
        ColumnInfo column = rows().columns().get(index - 1);
        wasNull = rows().isNull(index - 1);
        return column.type();
    }

    private Object value(int index) throws SQLException {
        return wasNull ? null : rows().get(index - 1);
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    private WallClock clock() {
        if (clock == null) {
            clock = new WallClock();
        }
        return clock;
    }

    private long whole(int index, long least, long most, String target) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return 0;
        }
        switch (type.kind()) {
            case TINYINT :
            case SMALLINT :
            case INTEGER :
            case BIGINT :
                long value = rows().longAt(index - 1);
                if (value >= least && value <= most) {
                    return value;
                }
                throw Errors.of("22003", value + " is out of range for " + target);
            default :
                return Conversions.toLong(value(index), type, least, most, target);
        }
    }

    @Override
    public byte getByte(int index) throws SQLException {
        return (byte) whole(index, Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
    }

    @Override
    public short getShort(int index) throws SQLException {
        return (short) whole(index, Short.MIN_VALUE, Short.MAX_VALUE, "short");
    }

    @Override
    public int getInt(int index) throws SQLException {
        return (int) whole(index, Integer.MIN_VALUE, Integer.MAX_VALUE, "int");
    }

    @Override
    public long getLong(int index) throws SQLException {
        return whole(index, Long.MIN_VALUE, Long.MAX_VALUE, "long");
    }

    @Override
    public double getDouble(int index) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return 0;
        }
        return type.kind() == Kind.DOUBLE || type.kind() == Kind.REAL ? rows().doubleAt(index - 1)
                : Conversions.toDouble(value(index), type);
    }

    @Override
    public float getFloat(int index) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return 0;
        }
        return type.kind() == Kind.REAL ? (float) rows().doubleAt(index - 1) : Conversions.toFloat(value(index), type);
    }

    @Override
    public boolean getBoolean(int index) throws SQLException {
        ColumnType type = type(index);
        return !wasNull && Conversions.toBoolean(value(index), type);
    }

    @Override
    public String getString(int index) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return null;
        }
        Object value = value(index);
        if (value instanceof String) {
            String text = (String) value;
            return maxFieldSize > 0 && text.length() > maxFieldSize && type.kind() != Kind.JSON ? text.substring(0, maxFieldSize) : text;
        }
        return Texts.of(value, type, zone);
    }

    @Override
    public String getNString(int index) throws SQLException {
        return getString(index);
    }

    @Override
    public byte[] getBytes(int index) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return null;
        }
        byte[] bytes = Conversions.toBytes(value(index), type);
        return maxFieldSize > 0 && bytes.length > maxFieldSize ? Arrays.copyOf(bytes, maxFieldSize) : bytes;
    }

    @Override
    public BigDecimal getBigDecimal(int index) throws SQLException {
        ColumnType type = type(index);
        return wasNull ? null : Conversions.toDecimal(value(index), type);
    }

    @Override
    @Deprecated
    public BigDecimal getBigDecimal(int index, int scale) throws SQLException {
        ColumnType type = type(index);
        return wasNull ? null : Conversions.toDecimal(value(index), type, scale);
    }

    @Override
    public Date getDate(int index) throws SQLException {
        return getDate(index, null);
    }

    @Override
    public Date getDate(int index, Calendar calendar) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return null;
        }
        return type.kind() == Kind.DATE && calendar == null
                ? clock().date(((LocalDate) value(index)).toEpochDay()) : JdbcObjects.date(value(index), type, zone, calendar);
    }

    @Override
    public Time getTime(int index) throws SQLException {
        return getTime(index, null);
    }

    @Override
    public Time getTime(int index, Calendar calendar) throws SQLException {
        ColumnType type = type(index);
        return wasNull ? null : JdbcObjects.time(value(index), type, zone, calendar);
    }

    @Override
    public Timestamp getTimestamp(int index) throws SQLException {
        return getTimestamp(index, null);
    }

    @Override
    public Timestamp getTimestamp(int index, Calendar calendar) throws SQLException {
        ColumnType type = type(index);
        if (wasNull) {
            return null;
        }
        Object value = value(index);
        if (type.kind() == Kind.TIMESTAMP && calendar == null) {
            LocalDateTime wall = (LocalDateTime) value;
            return clock().timestamp(wall.toEpochSecond(ZoneOffset.UTC), wall.getNano());
        }
        return JdbcObjects.timestamp(value, type, zone, calendar);
    }

    @Override
    public Object getObject(int index) throws SQLException {
        ColumnType type = type(index);
        return JdbcObjects.of(value(index), type, zone);
    }

    @Override
    public Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw Errors.unsupported("there are no user-defined types to map");
        }
        return getObject(index);
    }

    @Override
    public <T> T getObject(int index, Class<T> target) throws SQLException {
        ColumnType type = type(index);
        if (target == null) {
            throw Errors.of("22023", "the class is null");
        }
        return wasNull ? null : JdbcObjects.as(value(index), type, zone, target);
    }

    @Override
    public Array getArray(int index) throws SQLException {
        return getObject(index, Array.class);
    }

    @Override
    public Blob getBlob(int index) throws SQLException {
        return getObject(index, Blob.class);
    }

    @Override
    public Clob getClob(int index) throws SQLException {
        return getObject(index, Clob.class);
    }

    @Override
    public NClob getNClob(int index) throws SQLException {
        return getObject(index, NClob.class);
    }

    @Override
    public InputStream getBinaryStream(int index) throws SQLException {
        byte[] bytes = getBytes(index);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getAsciiStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated
    public InputStream getUnicodeStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Reader getCharacterStream(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public Reader getNCharacterStream(int index) throws SQLException {
        return getCharacterStream(index);
    }

    @Override
    public URL getURL(int index) throws SQLException {
        String text = getString(index);
        return text == null ? null : JdbcObjects.url(text);
    }

    @Override
    public Ref getRef(int index) throws SQLException {
        throw Errors.unsupported("there is no type REF");
    }

    @Override
    public RowId getRowId(int index) throws SQLException {
        throw Errors.unsupported("there is no type ROWID");
    }

    @Override
    public SQLXML getSQLXML(int index) throws SQLException {
        throw Errors.unsupported("there is no type XML");
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return new MillraceResultSetMetaData(rows().columns());
    }
}
