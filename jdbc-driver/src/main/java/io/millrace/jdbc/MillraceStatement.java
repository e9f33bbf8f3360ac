package io.millrace.jdbc;

import io.millrace.jdbc.arrow.ArrowRows;
import io.millrace.jdbc.arrow.KeptRows;
import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.text.CallEscape;
import io.millrace.jdbc.text.SqlText;
import io.millrace.jdbc.value.ListRows;
import io.millrace.jdbc.wire.Parameter;
import io.millrace.jdbc.wire.RequestJson;
import io.millrace.jdbc.wire.Transport;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A statement: used by one thread, cancelled from any. */
class MillraceStatement implements Statement {
    final MillraceConnection connection;
    private final Warnings warnings = new Warnings();
    private final List<String> batch = new ArrayList<>();
    /** The SQLSTATE of a statement that gives no rows where rows were asked for. */
    private static final String WRONG_KIND = "42809";

    private volatile Transport.Exchange exchange;
    private volatile String runningId;
    private volatile MillraceResultSet result;
    private volatile boolean closed;
    private long updateCount = -1;
    private long maxRows;
    private int maxFieldSize;
    private int fetchSize;
    private int timeoutSeconds;
    private boolean escapes = true;
    private boolean closeOnCompletion;
    private boolean poolable;
    private int resultType = ResultSet.TYPE_FORWARD_ONLY;
    private int fetchDirection = ResultSet.FETCH_FORWARD;

    MillraceStatement(MillraceConnection connection) {
        this.connection = connection;
    }

    final void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.of("HY010", "the statement is closed");
        }
        connection.checkOpen();
    }

    /** As JDBC has it where nobody said anything: prepared statements are, others are not. */
    final void poolable(boolean on) {
        poolable = on;
    }

    /** Of {@link ResultSet}: forward only, or scrollable and insensitive. */
    final void resultType(int type) {
        resultType = type;
    }

    /** The fetch size, for results that begin with it. */
    final int rowsAtOnce() {
        return fetchSize;
    }

    final long timeoutMillis() {
        return timeoutSeconds * 1000L;
    }

    final MillraceResultSet current() {
        return result;
    }

    /** Runs, and keeps the rows or the count; {@code expect} as {@link RequestJson#run} takes it. Whether there are rows. */
    final boolean run(String sql, List<Parameter> parameters, String expect) throws SQLException {
        checkOpen();
        if (sql == null) {
            throw Errors.of("42601", "the statement's text is null");
        }
        forgetResult();
        warnings.clear();
        boolean onlyRows = connection.allowsOnlyRows();
        if (onlyRows && "count".equals(expect)) {
            throw readOnly(null);
        }
        String id = connection.nextStatementId();
        byte[] request = RequestJson.run(sql, parameters, onlyRows ? "rows" : expect, timeoutMillis(), fetchSize);
        runningId = id;
        Transport.Exchange running = connection.transport().post("/v1/sql", Transport.JSON, request, Transport.ARROW, id);
        exchange = running;
        boolean hasRows = false;
        try {
            ArrowRows rows = ArrowRows.open(running.await(timeoutMillis()));
            for (String warning : rows.fact("warnings").split("\n")) {
                if (!warning.isEmpty()) {
                    warnings.add(new SQLWarning(warning, "01000"));
                }
            }
            hasRows = !rows.columns().isEmpty();
            if (hasRows) {
                result = resultType == ResultSet.TYPE_FORWARD_ONLY
                        ? new MillraceResultSet(this, rows, zone(rows), maxRows, maxFieldSize)
                        : new ScrollableResultSet(this, new KeptRows(rows), zone(rows), maxRows, maxFieldSize);
            } else {
                rows.next();
                updateCount = Math.max(0, Long.parseLong(rows.fact("updateCount")));
                connection.changed();
            }
            return hasRows;
        } catch (SQLException e) {
            throw onlyRows && expect == null && WRONG_KIND.equals(e.getSQLState()) ? readOnly(e) : e;
        } finally {
            exchange = null;
            if (!hasRows) {
                runningId = null;
            }
        }
    }

    private static SQLException readOnly(SQLException cause) {
        return Errors.of("25006", "the connection is read only", cause);
    }

    /** Sends rows of a batch, which can be cancelled as a statement can; the whole answer. */
    final byte[] send(byte[] request, long timeoutMillis) throws SQLException {
        if (connection.allowsOnlyRows()) {
            throw readOnly(null);
        }
        String id = connection.nextStatementId();
        Transport.Exchange running = connection.transport().post("/v1/sql", Transport.JSON, request, Transport.JSON, id);
        runningId = id;
        exchange = running;
        try {
            connection.changed();
            return connection.transport().whole(running, timeoutMillis);
        } finally {
            exchange = null;
            runningId = null;
        }
    }

    private static ZoneId zone(ArrowRows rows) {
        return rows.fact("zone").isEmpty() ? Parameters.ZONE : ZoneId.of(rows.fact("zone"));
    }

    final void setUpdateCount(long count) {
        updateCount = count;
    }

    final void forgetResult() throws SQLException {
        MillraceResultSet old = result;
        result = null;
        updateCount = -1;
        if (old != null) {
            old.close();
        }
    }

    /** Its rows are read or given up. */
    final void ended(MillraceResultSet ended) throws SQLException {
        if (ended == result) {
            runningId = null;
            if (closeOnCompletion && ended.isClosed()) {
                close();
            }
        }
    }

    @Override
    public void cancel() throws SQLException {
        checkOpen();
        String id = runningId;
        if (id == null) {
            return;
        }
        MillraceResultSet reading = result;
        if (reading != null) {
            reading.cancelled();
        }
        boolean found = connection.transport().delete("/v1/queries/" + id);
        Transport.Exchange waiting = exchange;
        if (!found && waiting != null) {
            waiting.abort();
        }
    }

    private String translated(String sql) throws SQLException {
        checkOpen();
        return sql == null ? null : SqlText.of(escapes ? CallEscape.of(sql).sql() : sql, escapes).sql();
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(translated(sql), List.of(), null);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        run(translated(sql), List.of(), "rows");
        return result;
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        run(translated(sql), List.of(), "count");
        return updateCount;
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate(sql));
    }

    /** {@code keys} as JDBC's constants say; no columns ask for none. */
    static void refuseKeys(int keys) throws SQLException {
        if (keys == RETURN_GENERATED_KEYS) {
            throw Errors.unsupported("no keys are generated");
        }
        if (keys != NO_GENERATED_KEYS) {
            throw Errors.of("22023", "what to do with generated keys is unknown: " + keys);
        }
    }

    private static int keys(Object columns) {
        return columns == null || java.lang.reflect.Array.getLength(columns) == 0 ? NO_GENERATED_KEYS : RETURN_GENERATED_KEYS;
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        checkOpen();
        refuseKeys(keys);
        return executeUpdate(sql);
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return executeUpdate(sql, keys(columns));
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return executeUpdate(sql, keys(columns));
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        checkOpen();
        refuseKeys(keys);
        return executeLargeUpdate(sql);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return executeLargeUpdate(sql, keys(columns));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return executeLargeUpdate(sql, keys(columns));
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        checkOpen();
        refuseKeys(keys);
        return execute(sql);
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return execute(sql, keys(columns));
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return execute(sql, keys(columns));
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        return new MillraceResultSet(this, new ListRows(List.of(), List.of()), Parameters.ZONE, 0, 0);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        checkOpen();
        if (sql == null) {
            throw Errors.of("42601", "the statement's text is null");
        }
        batch.add(sql);
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return ints(executeLargeBatch());
    }

    static int[] ints(long[] counts) {
        return Arrays.stream(counts).mapToInt(count -> (int) Math.min(Integer.MAX_VALUE, count)).toArray();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<String> statements = new ArrayList<>(batch);
        batch.clear();
        long[] counts = new long[statements.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = executeLargeUpdate(statements.get(i));
            } catch (SQLException e) {
                throw failed(e, Arrays.copyOf(counts, i));
            }
        }
        return counts;
    }

    static BatchUpdateException failed(SQLException e, long[] counts) {
        BatchUpdateException failed = new BatchUpdateException(e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
        failed.setNextException(e);
        return failed;
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        checkOpen();
        return result;
    }

    @Override
    public int getUpdateCount() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, getLargeUpdateCount());
    }

    @Override
    public long getLargeUpdateCount() throws SQLException {
        checkOpen();
        return updateCount;
    }

    @Override
    public boolean getMoreResults() throws SQLException {
        return getMoreResults(CLOSE_CURRENT_RESULT);
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        if (current == KEEP_CURRENT_RESULT || current == CLOSE_ALL_RESULTS) {
            throw Errors.unsupported("one result at a time is open");
        }
        if (current != CLOSE_CURRENT_RESULT) {
            throw Errors.of("22023", "what to do with the current result is unknown: " + current);
        }
        forgetResult();
        return false;
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        forgetResult();
        closed = true;
        Transport.Exchange waiting = exchange;
        if (waiting != null) {
            waiting.abort();
        }
        connection.forget(this);
    }

    @Override
    public boolean isClosed() {
        return closed || connection.isClosed();
    }

    @Override
    public int getMaxFieldSize() throws SQLException {
        checkOpen();
        return maxFieldSize;
    }

    @Override
    public void setMaxFieldSize(int max) throws SQLException {
        checkOpen();
        requireNatural(max, "the field size");
        maxFieldSize = max;
    }

    private static void requireNatural(long number, String what) throws SQLException {
        if (number < 0) {
            throw Errors.of("22023", what + " is negative: " + number);
        }
    }

    @Override
    public int getMaxRows() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, getLargeMaxRows());
    }

    @Override
    public void setMaxRows(int max) throws SQLException {
        setLargeMaxRows(max);
    }

    @Override
    public long getLargeMaxRows() throws SQLException {
        checkOpen();
        return maxRows;
    }

    @Override
    public void setLargeMaxRows(long max) throws SQLException {
        checkOpen();
        requireNatural(max, "the number of rows");
        maxRows = max;
    }

    @Override
    public void setEscapeProcessing(boolean on) throws SQLException {
        checkOpen();
        escapes = on;
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return timeoutSeconds;
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        requireNatural(seconds, "the timeout");
        timeoutSeconds = seconds;
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return warnings.first();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        warnings.clear();
    }

    @Override
    public void setCursorName(String name) throws SQLException {
        checkOpen();
        // There are no positioned updates: JDBC has the name ignored then.
    }

    @Override
    public void setFetchDirection(int direction) throws SQLException {
        checkOpen();
        if (direction != ResultSet.FETCH_FORWARD && direction != ResultSet.FETCH_REVERSE && direction != ResultSet.FETCH_UNKNOWN) {
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
    public void setFetchSize(int rows) throws SQLException {
        checkOpen();
        requireNatural(rows, "the fetch size");
        fetchSize = rows;
    }

    @Override
    public int getFetchSize() throws SQLException {
        checkOpen();
        return fetchSize;
    }

    @Override
    public int getResultSetConcurrency() throws SQLException {
        checkOpen();
        return ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public int getResultSetType() throws SQLException {
        checkOpen();
        return resultType;
    }

    @Override
    public int getResultSetHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public Connection getConnection() throws SQLException {
        checkOpen();
        return connection;
    }

    @Override
    public void setPoolable(boolean on) throws SQLException {
        checkOpen();
        poolable = on;
    }

    @Override
    public boolean isPoolable() throws SQLException {
        checkOpen();
        return poolable;
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        closeOnCompletion = true;
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return closeOnCompletion;
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
