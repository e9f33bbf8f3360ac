package io.millrace.jdbc.value;

import java.sql.SQLException;
import java.util.List;

/**
 * Rows as they come, one at a time; columns are counted from 0. Values are of the class that fits their type best: Boolean, Integer (TINYINT and SMALLINT
 * too), Long, Float, Double, BigDecimal, String, byte[], UUID, LocalDate, LocalTime, LocalDateTime, Instant, Period, Duration, List, Map; a ROW is a
 * List. For one thread.
 */
public abstract class Rows implements AutoCloseable {
    private final List<ColumnInfo> columns;

    protected Rows(List<ColumnInfo> columns) {
        this.columns = columns;
    }

    public final List<ColumnInfo> columns() {
        return columns;
    }

    /** Goes on to the next row; false at the end. */
    public abstract boolean next() throws SQLException;

    public abstract boolean isNull(int column);

    /** The value, null if it is NULL. */
    public abstract Object get(int column);

    /** The value of a column of an integer type that is not NULL, without a box. */
    public long longAt(int column) {
        return ((Number) get(column)).longValue();
    }

    /** The value of a column of DOUBLE or REAL that is not NULL, without a box. */
    public double doubleAt(int column) {
        return ((Number) get(column)).doubleValue();
    }

    @Override
    public abstract void close();
}
