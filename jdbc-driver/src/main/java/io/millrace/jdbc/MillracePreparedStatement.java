package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.text.SqlText;
import io.millrace.jdbc.wire.Parameter;
import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A statement with parameters. They travel with their types beside the text; a batch travels as one request. */
class MillracePreparedStatement extends ParameterSetters {
    private final String sql;
    private final Parameter[] values;
    private final List<List<Parameter>> batch = new ArrayList<>();
    private Preparation preparation;

    MillracePreparedStatement(MillraceConnection connection, String text) {
        super(connection);
        SqlText parsed = SqlText.of(text, true);
        this.sql = parsed.sql();
        this.values = new Parameter[parsed.parameters()];
        poolable(true);
    }

    @Override
    void set(int index, Parameter value) throws SQLException {
        checkOpen();
        if (index < 1 || index > values.length) {
            throw Errors.of("07009", "there is no parameter " + index + ": the statement has " + values.length);
        }
        values[index - 1] = value;
    }

    private List<Parameter> parameters() throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                throw Errors.of("07001", "parameter " + (i + 1) + " is not set");
            }
        }
        return List.of(values);
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(values, null);
    }

    @Override
    public boolean execute() throws SQLException {
        return run(sql, parameters(), null);
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        run(sql, parameters(), "rows");
        return current();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        run(sql, parameters(), "count");
        return getLargeUpdateCount();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate());
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        batch.add(parameters());
    }

    @Override
    public void addBatch(String other) throws SQLException {
        throw ownText();
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        List<List<Parameter>> rows = new ArrayList<>(batch);
        batch.clear();
        if (rows.isEmpty()) {
            return new long[0];
        }
        forgetResult();
        long[] counts = BatchRun.run(this, sql, rows, timeoutMillis());
        setUpdateCount(Arrays.stream(counts).filter(count -> count > 0).sum());
        return counts;
    }

    private static SQLException ownText() {
        return Errors.of("HY010", "a prepared statement runs its own text");
    }

    @Override
    public boolean execute(String other) throws SQLException {
        throw ownText();
    }

    @Override
    public ResultSet executeQuery(String other) throws SQLException {
        throw ownText();
    }

    @Override
    public long executeLargeUpdate(String other) throws SQLException {
        throw ownText();
    }

    private Preparation preparation() throws SQLException {
        checkOpen();
        if (preparation == null) {
            preparation = Preparation.of(connection, sql);
        }
        return preparation;
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        if (current() != null && !current().isClosed()) {
            return current().getMetaData();
        }
        return preparation().isQuery() ? new MillraceResultSetMetaData(preparation().columns()) : null;
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new MillraceParameterMetaData(values.length, values.length == 0 ? Collections.emptyList() : preparation().parameters());
    }

    @Override
    public String toString() {
        return sql;
    }
}
