package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.text.CallEscape;
import io.millrace.jdbc.value.ListRows;
import io.millrace.jdbc.wire.Parameter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.util.List;

/**
 * A call of a function: {@code {? = call f(?, …)}} puts what it gives into the first parameter, {@code {call f(?, …)}} gives it as a row. There are no
 * procedures, so nothing else comes out of a call.
 */
final class MillraceCallableStatement extends OutValues {
    private final boolean function;
    private MillraceResultSet row;

    static MillraceCallableStatement of(MillraceConnection connection, String text) {
        return new MillraceCallableStatement(connection, CallEscape.of(text));
    }

    private MillraceCallableStatement(MillraceConnection connection, CallEscape call) {
        super(connection, call.sql());
        this.function = call.isFunction();
    }

    @Override
    void set(int index, Parameter value) throws SQLException {
        if (function && index == 1) {
            throw Errors.of("07009", "parameter 1 is what the function gives: it is not set");
        }
        super.set(function ? index - 1 : index, value);
    }

    @Override
    public void registerOutParameter(int index, int type) throws SQLException {
        checkOpen();
        if (!function || index != 1) {
            throw Errors.of("07009", "parameter " + index + " is not what the call gives: only the first of {? = call …} is");
        }
    }

    @Override
    public void registerOutParameter(int index, int type, int scale) throws SQLException {
        registerOutParameter(index, type);
    }

    @Override
    public void registerOutParameter(int index, int type, String typeName) throws SQLException {
        registerOutParameter(index, type);
    }

    @Override
    public void registerOutParameter(int index, SQLType type) throws SQLException {
        registerOutParameter(index, 0);
    }

    @Override
    public void registerOutParameter(int index, SQLType type, int scale) throws SQLException {
        registerOutParameter(index, 0);
    }

    @Override
    public void registerOutParameter(int index, SQLType type, String typeName) throws SQLException {
        registerOutParameter(index, 0);
    }

    @Override
    ResultSet out(int index) throws SQLException {
        registerOutParameter(index, 0);
        if (row == null) {
            throw Errors.of("HY010", "the function was not called yet");
        }
        return row;
    }

    @Override
    public boolean wasNull() throws SQLException {
        return out(1).wasNull();
    }

    private void call() throws SQLException {
        row = null;
        MillraceResultSet result = (MillraceResultSet) super.executeQuery();
        boolean any = result.next();
        Object value = any && !result.rows().isNull(0) ? result.rows().get(0) : null;
        ListRows kept = new ListRows(result.rows().columns(), List.<Object[]>of(new Object[] {value}));
        MillraceResultSet given = new MillraceResultSet(null, kept, result.zone(), 0, 0);
        given.next();
        forgetResult();
        setUpdateCount(0);
        row = given;
    }

    @Override
    public boolean execute() throws SQLException {
        if (!function) {
            return super.execute();
        }
        call();
        return false;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        if (function) {
            throw Errors.of("42809", "the call gives a parameter and no rows");
        }
        return super.executeQuery();
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        if (!function) {
            return super.executeLargeUpdate();
        }
        call();
        return 0;
    }

    @Override
    public void addBatch() throws SQLException {
        if (function) {
            throw Errors.of("HY010", "a call that gives a parameter is not run in a batch");
        }
        super.addBatch();
    }
}
