package io.millrace.jdbc;

import io.millrace.jdbc.arrow.KeptRows;
import io.millrace.jdbc.error.Errors;
import java.sql.SQLException;
import java.time.ZoneId;

/** Rows that are kept, so that the cursor goes anywhere: TYPE_SCROLL_INSENSITIVE. They are read from the server as far as the cursor went. */
final class ScrollableResultSet extends MillraceResultSet {
    private final KeptRows kept;
    private final long maxRows;
    /** Counted from 1; 0 before the first, one more than there are behind the last. */
    private long position;
    private int fetchDirection = FETCH_FORWARD;

    ScrollableResultSet(MillraceStatement statement, KeptRows rows, ZoneId zone, long maxRows, int maxFieldSize) {
        super(statement, rows, zone, maxRows, maxFieldSize);
        this.kept = rows;
        this.maxRows = maxRows;
    }

    private boolean has(long wanted) throws SQLException {
        return wanted >= 1 && (maxRows == 0 || wanted <= maxRows) && kept.seek(wanted - 1);
    }

    private long count() throws SQLException {
        return maxRows == 0 ? kept.count() : Math.min(maxRows, kept.count());
    }

    /** Whether there is a row; without one the cursor stands before the first or behind the last. */
    private boolean go(long wanted) throws SQLException {
        checkGoing();
        boolean found = has(wanted);
        position = found ? wanted : wanted < 1 ? 0 : count() + 1;
        if (kept.isComplete()) {
            readThrough();
        }
        return found;
    }

    private boolean onRow() throws SQLException {
        return position >= 1 && has(position);
    }

    @Override
    void checkRow() throws SQLException {
        checkOpen();
        if (!onRow()) {
            throw Errors.of("24000", position == 0 ? "the result stands before its first row" : "the result stands behind its last row");
        }
    }

    @Override
    public boolean next() throws SQLException {
        return go(position + 1);
    }

    @Override
    public boolean previous() throws SQLException {
        return go(position - 1);
    }

    @Override
    public boolean first() throws SQLException {
        return go(1);
    }

    @Override
    public boolean last() throws SQLException {
        checkGoing();
        return go(count());
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        checkGoing();
        return go(row >= 0 ? row : Math.max(0, count() + 1 + row));
    }

    @Override
    public boolean relative(int count) throws SQLException {
        return go(Math.max(0, position + count));
    }

    @Override
    public void beforeFirst() throws SQLException {
        go(0);
    }

    @Override
    public void afterLast() throws SQLException {
        checkGoing();
        if (count() > 0) {
            go(count() + 1);
        }
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkGoing();
        return position == 0 && has(1);
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkGoing();
        return position > 0 && !onRow() && has(1);
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkGoing();
        return position == 1 && onRow();
    }

    @Override
    public boolean isLast() throws SQLException {
        checkGoing();
        // Asking for the row behind moves what is read: the row at hand comes last.
        boolean more = position >= 1 && has(position + 1);
        return position >= 1 && !more && onRow();
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return onRow() ? (int) Math.min(Integer.MAX_VALUE, position) : 0;
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != FETCH_FORWARD && direction != FETCH_REVERSE && direction != FETCH_UNKNOWN) {
            throw Errors.of("22023", "fetch direction " + direction + " is unknown");
        }
        fetchDirection = direction;
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return fetchDirection;
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return TYPE_SCROLL_INSENSITIVE;
    }
}
