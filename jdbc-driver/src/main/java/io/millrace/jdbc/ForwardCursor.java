package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.Rows;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Where a result stands. It goes forward only; what would scroll says so. */
abstract class ForwardCursor extends LabelledResultSet {
    private final MillraceStatement statement;
    private final Rows rows;
    private final long maxRows;
    private Map<String, Integer> labels;
    private volatile boolean cancelled;
    private volatile boolean closed;
    private long position;
    private boolean ahead;
    private boolean aheadHasRow;
    private boolean onRow;
    private boolean ended;
    private int fetchSize;

    ForwardCursor(MillraceStatement statement, Rows rows, long maxRows) {
        this.statement = statement;
        this.rows = rows;
        this.maxRows = maxRows;
        this.fetchSize = statement == null ? 0 : statement.rowsAtOnce();
    }

    final Rows rows() {
        return rows;
    }

    /** Whoever reads on hears of it. */
    final void cancelled() {
        cancelled = true;
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.of("24000", "the result is closed");
        }
    }

    void checkRow() throws SQLException {
        checkOpen();
        if (!onRow) {
            throw Errors.of("24000", position == 0 ? "the result stands before its first row: call next()"
                    : "the result stands behind its last row");
        }
    }

    /** Whether the cursor may move: the result is open, and nobody cancelled what it is still read from. */
    final void checkGoing() throws SQLException {
        checkOpen();
        if (cancelled && !ended) {
            rows.close();
            ended = true;
            onRow = false;
            throw Errors.of(Errors.CANCELLED, "the statement was cancelled");
        }
    }

    @Override
    public boolean next() throws SQLException {
        checkGoing();
        if (ended) {
            onRow = false;
            return false;
        }
        if (maxRows > 0 && position >= maxRows) {
            rows.close();
            return end();
        }
        onRow = false;
        boolean more = ahead ? aheadHasRow : advance();
        ahead = false;
        if (!more) {
            return end();
        }
        position++;
        onRow = true;
        return true;
    }

    private boolean advance() throws SQLException {
        try {
            return rows.next();
        } catch (SQLException e) {
            ended = true;
            throw e;
        }
    }

    private boolean end() throws SQLException {
        onRow = false;
        readThrough();
        return false;
    }

    /** Nothing is left at the server that could be cancelled. */
    final void readThrough() throws SQLException {
        if (!ended) {
            ended = true;
            if (statement != null) {
                statement.ended((MillraceResultSet) this);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        rows.close();
        if (statement != null) {
            statement.ended((MillraceResultSet) this);
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public int findColumn(String label) throws SQLException {
        checkOpen();
        if (labels == null) {
            labels = new HashMap<>();
            for (int i = rows.columns().size() - 1; i >= 0; i--) {
                labels.put(rows.columns().get(i).name().toLowerCase(Locale.ROOT), i + 1);
            }
            for (int i = rows.columns().size() - 1; i >= 0; i--) {
                // A name as it is goes before one that differs in case.
                labels.put("=" + rows.columns().get(i).name(), i + 1);
            }
        }
        Integer found = label == null ? null : labels.get("=" + label);
        found = found == null && label != null ? labels.get(label.toLowerCase(Locale.ROOT)) : found;
        if (found == null) {
            throw Errors.of("42703", "the result has no column '" + label + "'");
        }
        return found;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        if (position > 0 || ended) {
            return false;
        }
        if (!ahead) {
            aheadHasRow = advance();
            ahead = true;
        }
        return aheadHasRow;
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return ended && position > 0;
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return position == 1 && onRow;
    }

    @Override
    public boolean isLast() throws SQLException {
        throw forwardOnly();
    }

    private SQLException forwardOnly() throws SQLException {
        checkOpen();
        return Errors.unsupported("the result goes forward only: TYPE_FORWARD_ONLY");
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean first() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean last() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean relative(int count) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return onRow ? (int) Math.min(Integer.MAX_VALUE, position) : 0;
    }

    @Override
    public boolean rowUpdated() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public boolean rowInserted() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public boolean rowDeleted() throws SQLException {
        checkOpen();
        return false;
    }

    @Override
    public String getCursorName() throws SQLException {
        throw Errors.unsupported("there are no positioned updates, and so no names of cursors");
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != FETCH_FORWARD) {
            throw forwardOnly();
        }
    }

    @Override
    public int getFetchDirection() throws SQLException {
        checkOpen();
        return FETCH_FORWARD;
    }

    @Override
    public void setFetchSize(int size) throws SQLException {
        checkOpen();
        if (size < 0) {
            throw Errors.of("22023", "the fetch size is negative: " + size);
        }
        fetchSize = size;
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    @Override
    public int getType() throws SQLException {
        checkOpen();
        return TYPE_FORWARD_ONLY;
    }

    @Override
    public int getConcurrency() throws SQLException {
        checkOpen();
        return CONCUR_READ_ONLY;
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
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
