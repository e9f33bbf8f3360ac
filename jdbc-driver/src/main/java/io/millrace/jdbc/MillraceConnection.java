package io.millrace.jdbc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.text.SqlText;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import io.millrace.jdbc.value.Rows;
import io.millrace.jdbc.wire.ConnectionSettings;
import io.millrace.jdbc.wire.Parameter;
import io.millrace.jdbc.wire.RequestJson;
import io.millrace.jdbc.wire.Transport;
import java.io.IOException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.sql.Struct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A session of the server. Every statement is a transaction of its own, durable when it returns. {@code setAutoCommit(false)} is taken, with a warning,
 * because tools call it to read; commit has nothing to do; rollback is refused once something was changed, instead of pretending.
 */
public final class MillraceConnection extends RefusedFactories {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int STATE_CHECK_MILLIS = 5_000;

    private final ConnectionSettings settings;
    private final Transport transport;
    private final String session;
    private final AtomicLong statementIds = new AtomicLong();
    private final Set<MillraceStatement> statements = ConcurrentHashMap.newKeySet();
    private final Properties clientInfo = new Properties();
    private final Warnings warnings = new Warnings();
    private Map<String, Class<?>> typeMap = new HashMap<>();
    private String serverVersion = "";
    private volatile boolean closed;
    private boolean autoCommit = true;
    private boolean changed;
    private volatile boolean readOnly;
    private volatile boolean ownCommand;

    private MillraceConnection(ConnectionSettings settings) throws SQLException {
        this.settings = settings;
        this.session = "jdbc-" + Long.toHexString(RANDOM.nextLong()) + Long.toHexString(RANDOM.nextLong());
        this.transport = new Transport(settings, session);
    }

    static MillraceConnection open(ConnectionSettings settings) throws SQLException {
        MillraceConnection connection = new MillraceConnection(settings);
        connection.greet();
        return connection;
    }

    private void greet() throws SQLException {
        byte[] health = transport.get("/health", settings.connectSeconds() == 0 ? Integer.MAX_VALUE : settings.connectSeconds() * 1000);
        serverVersion = member(health, "version");
        query(settings.schema().isEmpty() ? "SELECT 1" : "SELECT schema_name FROM information_schema.schemata");
        if (!settings.schema().isEmpty()) {
            setSchema(settings.schema());
        }
        if (!settings.text("applicationName").isEmpty()) {
            setClientInfo("ApplicationName", settings.text("applicationName"));
        }
    }

    private String member(byte[] object, String name) throws SQLException {
        try (JsonParser json = RequestJson.FACTORY.createParser(object)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals(name)) {
                    return json.nextTextValue();
                }
            }
            throw new IOException("no member " + name);
        } catch (IOException e) {
            throw Errors.of("08004", settings.base().getAuthority() + " is no Millrace server", e);
        }
    }

    Transport transport() {
        return transport;
    }

    ConnectionSettings settings() {
        return settings;
    }

    String serverVersion() {
        return serverVersion;
    }

    String nextStatementId() {
        return session + "-" + statementIds.incrementAndGet();
    }

    void forget(MillraceStatement statement) {
        statements.remove(statement);
    }

    /** Whether what does not give rows is refused. The driver's own commands are not. */
    boolean allowsOnlyRows() {
        return readOnly && !ownCommand;
    }

    /** Something was done that cannot be undone. */
    void changed() {
        changed = true;
    }

    @Override
    void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.of("08003", "the connection is closed");
        }
    }

    /** All rows of a small query of the driver's own. */
    List<Object[]> query(String sql, Object... values) throws SQLException {
        List<Object[]> all = new ArrayList<>();
        try (MillraceStatement statement = new MillraceStatement(this)) {
            List<Parameter> parameters = new ArrayList<>();
            for (Object value : values) {
                parameters.add(Parameters.of(value));
            }
            statement.run(sql, parameters, "rows");
            Rows rows = statement.current().rows();
            while (rows.next()) {
                Object[] row = new Object[rows.columns().size()];
                for (int c = 0; c < row.length; c++) {
                    row[c] = rows.get(c);
                }
                all.add(row);
            }
        }
        return all;
    }

    private void command(String sql) throws SQLException {
        ownCommand = true;
        try (MillraceStatement statement = new MillraceStatement(this)) {
            statement.run(sql, List.of(), null);
        } finally {
            ownCommand = false;
        }
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        int offered = offered(type, concurrency, holdability);
        MillraceStatement statement = new MillraceStatement(this);
        statement.resultType(offered);
        statements.add(statement);
        return statement;
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        int offered = offered(type, concurrency, holdability);
        if (sql == null) {
            throw Errors.of("42601", "the statement's text is null");
        }
        MillracePreparedStatement statement = new MillracePreparedStatement(this, sql);
        statement.resultType(offered);
        statements.add(statement);
        return statement;
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        checkOpen();
        int offered = offered(type, concurrency, holdability);
        if (sql == null) {
            throw Errors.of("42601", "the statement's text is null");
        }
        MillraceCallableStatement statement = MillraceCallableStatement.of(this, sql);
        statement.resultType(offered);
        statements.add(statement);
        return statement;
    }

    /** The type of result that comes nearest, with a warning where it is another than was asked for. */
    private int offered(int type, int concurrency, int holdability) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY && type != ResultSet.TYPE_SCROLL_INSENSITIVE && type != ResultSet.TYPE_SCROLL_SENSITIVE) {
            throw Errors.of("22023", "result set type " + type + " is unknown");
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
            throw Errors.of("22023", "result set concurrency " + concurrency + " is unknown");
        }
        checkHoldability(holdability);
        if (type == ResultSet.TYPE_SCROLL_SENSITIVE) {
            warnings.add(new SQLWarning("results do not see what changes after they began: the type is TYPE_SCROLL_INSENSITIVE", "01000"));
        }
        if (concurrency == ResultSet.CONCUR_UPDATABLE) {
            warnings.add(new SQLWarning("results cannot be written to: the concurrency is CONCUR_READ_ONLY", "01000"));
        }
        return type == ResultSet.TYPE_FORWARD_ONLY ? type : ResultSet.TYPE_SCROLL_INSENSITIVE;
    }

    private static void checkHoldability(int holdability) throws SQLException {
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw Errors.of("22023", "result set holdability " + holdability + " is unknown");
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        checkOpen();
        MillraceStatement.refuseKeys(keys);
        return prepareStatement(sql);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        checkOpen();
        if (sql == null) {
            throw Errors.of("42601", "the statement's text is null");
        }
        return SqlText.of(sql, true).sql();
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        checkOpen();
        if (!on && autoCommit) {
            warnings.add(new SQLWarning("every statement commits when it returns, whatever auto-commit says", "01000"));
        }
        autoCommit = on;
        changed = false;
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        checkOpen();
        return autoCommit;
    }

    @Override
    public void commit() throws SQLException {
        checkOpen();
        if (autoCommit) {
            throw Errors.of("25000", "commit while auto-commit is on");
        }
        changed = false;
    }

    @Override
    public void rollback() throws SQLException {
        checkOpen();
        if (autoCommit) {
            throw Errors.of("25000", "rollback while auto-commit is on");
        }
        if (changed) {
            changed = false;
            throw Errors.unsupported("what was changed is durable already: every statement commits when it returns");
        }
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        for (MillraceStatement statement : statements) {
            statement.close();
        }
        transport.deleteLater("/v1/session");
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        if (executor == null) {
            throw Errors.of("22023", "the executor is null");
        }
        close();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (timeoutSeconds < 0) {
            throw Errors.of("22023", "the timeout is negative");
        }
        if (closed) {
            return false;
        }
        try {
            transport.get("/health", timeoutSeconds == 0 ? STATE_CHECK_MILLIS : timeoutSeconds * 1000);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        checkOpen();
        return new MillraceDatabaseMetaData(this);
    }

    @Override
    public void setReadOnly(boolean on) throws SQLException {
        checkOpen();
        readOnly = on;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        checkOpen();
        return readOnly;
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        checkOpen();
        // There is one catalog; JDBC has other names ignored.
    }

    @Override
    public String getCatalog() throws SQLException {
        checkOpen();
        return MillraceDatabaseMetaData.CATALOG;
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        checkOpen();
        if (schema == null) {
            throw Errors.of("22023", "the schema is null");
        }
        command("USE " + quoted(schema));
    }

    @Override
    public String getSchema() throws SQLException {
        checkOpen();
        byte[] facts = transport.get("/v1/session", settings.connectSeconds() == 0 ? Integer.MAX_VALUE : settings.connectSeconds() * 1000);
        return member(facts, "schema");
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        checkOpen();
        if (level != TRANSACTION_NONE) {
            throw Errors.unsupported("there are no transactions of several statements: the isolation is TRANSACTION_NONE");
        }
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        checkOpen();
        return TRANSACTION_NONE;
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
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        checkOpen();
        return typeMap;
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        checkOpen();
        if (map != null && !map.isEmpty()) {
            throw Errors.unsupported("there are no user-defined types to map");
        }
        typeMap = new HashMap<>();
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        checkHoldability(holdability);
    }

    @Override
    public int getHoldability() throws SQLException {
        checkOpen();
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        if (closed) {
            throw new SQLClientInfoException("the connection is closed", "08003", Map.of());
        }
        if (!"ApplicationName".equals(name)) {
            warnings.add(new SQLWarning("client info '" + name + "' is not known; ApplicationName is", "01000"));
            return;
        }
        try {
            command("SET application_name = '" + (value == null ? "" : value.replace("'", "''")) + "'");
            clientInfo.setProperty(name, value == null ? "" : value);
        } catch (SQLException e) {
            throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
        }
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        if (closed) {
            throw new SQLClientInfoException("the connection is closed", "08003", Map.of());
        }
        if (properties == null) {
            throw new SQLClientInfoException("the properties are null", "22023", Map.of());
        }
        for (String name : properties.stringPropertyNames()) {
            setClientInfo(name, properties.getProperty(name));
        }
    }

    @Override
    public String getClientInfo(String name) throws SQLException {
        checkOpen();
        return clientInfo.getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        checkOpen();
        Properties copy = new Properties();
        copy.putAll(clientInfo);
        return copy;
    }

    @Override
    public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
        checkOpen();
        if (typeName == null) {
            throw Errors.of("22023", "the element type is null");
        }
        return new MillraceArray(ColumnType.parse(typeName), elements == null ? List.of() : Arrays.asList(elements), Parameters.ZONE);
    }

    @Override
    public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
        checkOpen();
        ColumnType type = ColumnType.parse(String.valueOf(typeName));
        List<Object> values = attributes == null ? List.of() : Arrays.asList(attributes);
        if (type.kind() != Kind.ROW || type.members().size() != values.size()) {
            throw Errors.of("22023",
                    "expected a type such as ROW(a INTEGER, b VARCHAR) of " + values.size() + " fields, found " + typeName);
        }
        return new MillraceStruct(type, (List<?>) NestedParameters.as(values, type).value(), Parameters.ZONE);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int millis) throws SQLException {
        checkOpen();
        if (executor == null) {
            throw Errors.of("22023", "the executor is null");
        }
        if (millis < 0) {
            throw Errors.of("22023", "the timeout is negative");
        }
        transport.setNetworkTimeout(millis);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        checkOpen();
        return transport.networkTimeoutMillis();
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
