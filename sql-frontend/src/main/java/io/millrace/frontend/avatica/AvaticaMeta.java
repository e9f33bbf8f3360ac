package io.millrace.frontend.avatica;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.frontend.engine.PreparedStatement;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.engine.StatementBatch;
import io.millrace.frontend.engine.StatementKinds;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.StatementParser;
import io.millrace.frontend.security.Caller;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.MissingResultsException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.proto.Requests;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * Avatica's requests over our engine, for one request: who asks is known, and what it runs can be cancelled when he goes away. A result that is gone is an
 * error: run again it might be another, and clients would join the halves without a word.
 */
final class AvaticaMeta extends RemoteOnlyMeta {
    private final SqlEngine engine;
    private final AvaticaConnections connections;
    private final Caller caller;
    private final String version;
    private final boolean rows;
    private volatile AvaticaStatement active;
    private volatile MillraceException gone;

    /** {@code rows} where a ROW can travel as one. */
    AvaticaMeta(SqlEngine engine, AvaticaConnections connections, Caller caller, String version, boolean rows) {
        this.engine = engine;
        this.connections = connections;
        this.caller = caller;
        this.version = version;
        this.rows = rows;
    }

    /** Ends what runs for this request; does not block. */
    void cancel(MillraceException reason) {
        gone = reason;
        AvaticaStatement statement = active;
        if (statement != null) {
            statement.cancel(reason);
        }
    }

    private <T> T with(String connectionId, Function<AvaticaConnection, T> action) {
        AvaticaConnection connection = connections.get(connectionId, caller);
        try {
            return action.apply(connection);
        } catch (MillraceException e) {
            throw new AvaticaError(e);
        } finally {
            connection.leave(connections.nowNanos());
        }
    }

    private <T> T use(AvaticaConnection connection, StatementHandle h, AvaticaStatement.Use<T> use) {
        AvaticaStatement statement = connection.statement(h.id).orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_OBJECT,
                "statement " + h.id + " is not open: it was closed, or its connection expired"));
        active = statement;
        return statement.use(connections.nowNanos(), use);
    }

    @Override
    public void openConnection(ConnectionHandle ch, Map<String, String> info) {
        try {
            AvaticaConnection connection = connections.open(ch.id, caller);
            String schema = info == null ? null : info.get("schema");
            if (schema != null && !schema.isEmpty()) {
                useSchema(connection, schema);
            }
        } catch (MillraceException e) {
            throw new AvaticaError(e);
        }
    }

    private void useSchema(AvaticaConnection connection, String schema) {
        engine.runOne("USE \"" + schema.replace("\"", "\"\"") + "\"", connection.session()).close();
    }

    @Override
    public void closeConnection(ConnectionHandle ch) {
        connections.close(ch.id, caller);
    }

    @Override
    public ConnectionProperties connectionSync(ConnectionHandle ch, ConnectionProperties wanted) {
        return with(ch.id, connection -> {
            if (wanted.isAutoCommit() != null && wanted.isAutoCommit() != connection.autoCommit()) {
                connection.autoCommit(wanted.isAutoCommit());
            }
            if (wanted.isReadOnly() != null) {
                connection.readOnly(wanted.isReadOnly());
            }
            if (wanted.getTransactionIsolation() != null) {
                connection.isolation(wanted.getTransactionIsolation());
            }
            if (wanted.getSchema() != null && !wanted.getSchema().isEmpty() && !wanted.getSchema().equals(connection.session().schema())) {
                useSchema(connection, wanted.getSchema());
            }
            return new ConnectionPropertiesImpl(connection.autoCommit(), connection.readOnly(), Connection.TRANSACTION_NONE,
                    CatalogAnswers.CATALOG, connection.session().schema());
        });
    }

    @Override
    public void commit(ConnectionHandle ch) {
        with(ch.id, connection -> {
            connection.commit();
            return null;
        });
    }

    @Override
    public void rollback(ConnectionHandle ch) {
        with(ch.id, connection -> {
            connection.rollback();
            return null;
        });
    }

    @Override
    public StatementHandle createStatement(ConnectionHandle ch) {
        return with(ch.id, connection -> new StatementHandle(
                ch.id, connection.add(Optional.empty(), -1, connections.nowNanos()).id(), null));
    }

    @Override
    public void closeStatement(StatementHandle h) {
        with(h.connectionId, connection -> {
            connection.close(h.id);
            return null;
        });
    }

    @Override
    public StatementHandle prepare(ConnectionHandle ch, String sql, long maxRowCount) {
        return with(ch.id, connection -> {
            PreparedStatement.Description description = engine.prepare(sql, connection.session()).describe();
            List<AvaticaParameter> parameters = new ArrayList<>();
            for (int i = 0; i < description.parameters().size(); i++) {
                parameters.add(AvaticaTypes.parameter(description.parameters().get(i), i));
            }
            Signature signature = Signature.create(
                    description.columns().map(schema -> AvaticaTypes.columns(AvaticaTypes.carried(schema.fields(), rows)))
                            .orElse(List.of()),
                    sql, parameters,
                    CursorFactory.LIST, givesRows(sql) ? StatementType.SELECT : StatementType.IS_DML);
            AvaticaStatement statement = connection.add(Optional.of(sql), maxRowCount, connections.nowNanos());
            return new StatementHandle(ch.id, statement.id(), signature);
        });
    }

    private static boolean givesRows(String sql) {
        List<StatementParser.Parsed> statements = StatementParser.parse(sql);
        return !statements.isEmpty() && StatementKinds.givesRows(statements.getLast().statement());
    }

    @Override
    @Deprecated
    public ExecuteResult prepareAndExecute(StatementHandle h, String sql, long maxRowCount, PrepareCallback callback)
            throws NoSuchStatementException {
        return prepareAndExecute(h, sql, maxRowCount, 0, callback);
    }

    @Override
    public ExecuteResult prepareAndExecute(
            StatementHandle h, String sql, long maxRowCount, int maxRowsInFirstFrame, PrepareCallback callback)
            throws NoSuchStatementException {
        return with(h.connectionId, connection -> use(connection, h,
                statement -> run(connection, h, statement, sql, List.of(), maxRowCount, maxRowsInFirstFrame)));
    }

    @Override
    @Deprecated
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, long maxRowCount) throws NoSuchStatementException {
        return execute(h, parameterValues, 0);
    }

    @Override
    public ExecuteResult execute(StatementHandle h, List<TypedValue> parameterValues, int maxRowsInFirstFrame)
            throws NoSuchStatementException {
        return with(h.connectionId, connection -> use(connection, h, statement -> run(connection, h, statement, sqlOf(statement),
                AvaticaParameters.literals(parameterValues), statement.rowsMax(), maxRowsInFirstFrame)));
    }

    private static String sqlOf(AvaticaStatement statement) {
        return statement.sql()
                .orElseThrow(() -> new MillraceException(ErrorCode.INVALID_PARAMETER, "statement " + statement.id() + " is not prepared"));
    }

    private ExecuteResult run(AvaticaConnection connection, StatementHandle h, AvaticaStatement statement, String sql,
            List<Expr.Literal> values, long rowsMax, int firstRows) {
        statement.closeResult();
        List<StatementParser.Parsed> parsed = StatementParser.parse(sql);
        if (parsed.isEmpty()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR, "the text holds no statement");
        }
        StatementResult last = null;
        for (StatementParser.Parsed next : parsed) {
            if (last != null) {
                last.close();
            }
            boolean givesRows = StatementKinds.givesRows(next.statement());
            connection.check(givesRows);
            last = engine.run(next, connection.session(), values, started -> {
                statement.started(started);
                if (gone != null) {
                    started.cancel(gone);
                }
            });
            if (!givesRows) {
                connection.changed();
            }
        }
        MetaResultSet answer = switch (last) {
            case StatementResult.Done done -> MetaResultSet.count(h.connectionId, h.id, Math.max(0, done.count()));
            case StatementResult.Rows result -> first(connection, h, statement, sql, result, rowsMax, firstRows);
        };
        return new ExecuteResult(List.of(answer));
    }

    private MetaResultSet first(AvaticaConnection connection, StatementHandle h, AvaticaStatement statement, String sql,
            StatementResult.Rows result, long rowsMax, int firstRows) {
        ResultFrames frames = new ResultFrames(
                result, new AvaticaValues(connection.session().zone(), rows), rowsMax <= 0 ? -1 : rowsMax);
        statement.open(frames);
        try {
            Frame frame = frames.frame(0, firstRows).orElseThrow();
            Signature signature = Signature.create(
                    AvaticaTypes.columns(frames.fields()), sql, List.of(), CursorFactory.LIST, StatementType.SELECT);
            return MetaResultSet.create(h.connectionId, h.id, false, signature, frame);
        } catch (RuntimeException e) {
            statement.closeResult();
            throw e;
        }
    }

    @Override
    public Frame fetch(StatementHandle h, long offset, int fetchMaxRowCount) throws NoSuchStatementException, MissingResultsException {
        return with(h.connectionId, connection -> use(connection, h, statement -> {
            ResultFrames frames = statement.frames().orElseThrow(AvaticaMeta::resultGone);
            try {
                return frames.frame(offset, fetchMaxRowCount).orElseThrow(AvaticaMeta::resultGone);
            } catch (MillraceException e) {
                statement.closeResult();
                throw e;
            }
        }));
    }

    private static MillraceException resultGone() {
        return new MillraceException(ErrorCode.UNDEFINED_OBJECT,
                "the rows asked for are gone: nobody read on for long, or the query failed")
                .withHint("run the query again");
    }

    @Override
    public boolean syncResults(StatementHandle h, QueryState state, long offset) throws NoSuchStatementException {
        throw new AvaticaError(resultGone());
    }

    @Override
    public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle h, List<String> sqlCommands) throws NoSuchStatementException {
        return with(h.connectionId, connection -> use(connection, h, statement -> {
            List<Long> counts = new ArrayList<>();
            for (String sql : sqlCommands) {
                if (givesRows(sql)) {
                    throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                            "a batch is of statements that change something, found a query");
                }
                connection.check(false);
                try (StatementResult result =
                        engine.run(StatementParser.parseOne(sql), connection.session(), List.of(), statement::started)) {
                    connection.changed();
                    counts.add(result instanceof StatementResult.Done done ? Math.max(0, done.count()) : 0L);
                }
            }
            return counts(counts);
        }));
    }

    @Override
    public ExecuteBatchResult executeBatchProtobuf(StatementHandle h, List<Requests.UpdateBatch> batches) throws NoSuchStatementException {
        List<List<TypedValue>> values = new ArrayList<>();
        for (Requests.UpdateBatch batch : batches) {
            values.add(batch.getParameterValuesList().stream().map(TypedValue::fromProto).toList());
        }
        return executeBatch(h, values);
    }

    @Override
    public ExecuteBatchResult executeBatch(StatementHandle h, List<List<TypedValue>> parameterValues) throws NoSuchStatementException {
        return with(h.connectionId, connection -> use(connection, h, statement -> {
            connection.check(false);
            List<List<Expr.Literal>> batch = parameterValues.stream().map(AvaticaParameters::literals).toList();
            StatementBatch.Outcome outcome =
                    StatementBatch.run(engine, sqlOf(statement), connection.session(), batch, statement::started);
            if (!outcome.counts().isEmpty()) {
                connection.changed();
            }
            if (outcome.error().isPresent()) {
                throw outcome.error().get();
            }
            return counts(outcome.counts());
        }));
    }

    private static ExecuteBatchResult counts(List<Long> counts) {
        return new ExecuteBatchResult(counts.stream().mapToLong(count -> Math.max(0, count)).toArray());
    }

    @Override
    public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle ch) {
        return with(ch.id, connection -> {
            Map<DatabaseProperty, Object> facts = new EnumMap<>(DatabaseProperty.class);
            String[] parts = version.split("[.-]");
            facts.put(DatabaseProperty.GET_NUMERIC_FUNCTIONS,
                    "ABS,CEIL,CEILING,EXP,FLOOR,LN,LOG10,MOD,POWER,ROUND,SIGN,SQRT,TRUNCATE");
            facts.put(DatabaseProperty.GET_STRING_FUNCTIONS,
                    "CHAR_LENGTH,CONCAT,LCASE,LENGTH,LOWER,LTRIM,POSITION,REPLACE,RTRIM,SUBSTRING,TRIM,UCASE,UPPER");
            facts.put(DatabaseProperty.GET_SYSTEM_FUNCTIONS, "IFNULL");
            facts.put(DatabaseProperty.GET_TIME_DATE_FUNCTIONS, "CURDATE,CURTIME,NOW,EXTRACT");
            facts.put(DatabaseProperty.GET_S_Q_L_KEYWORDS, "ARRAY,EMIT,EXPLAIN,FRESHNESS,ILIKE,LIMIT,MATERIALIZED,OFFSET,OVERWRITE,PIVOT,"
                    + "QUALIFY,REFRESH,SINK,STREAM,SUBSCRIBE,TUMBLE,HOP,CUMULATE,WATERMARK");
            facts.put(DatabaseProperty.GET_DEFAULT_TRANSACTION_ISOLATION, Connection.TRANSACTION_NONE);
            facts.put(DatabaseProperty.GET_DRIVER_NAME, "Millrace over Avatica");
            facts.put(DatabaseProperty.GET_DRIVER_VERSION, version);
            facts.put(DatabaseProperty.GET_DRIVER_MAJOR_VERSION, number(parts, 0));
            facts.put(DatabaseProperty.GET_DRIVER_MINOR_VERSION, number(parts, 1));
            facts.put(DatabaseProperty.GET_DATABASE_PRODUCT_NAME, "Millrace");
            facts.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, version);
            facts.put(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, number(parts, 0));
            facts.put(DatabaseProperty.GET_DATABASE_MINOR_VERSION, number(parts, 1));
            return facts;
        });
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    private MetaResultSet answer(ConnectionHandle ch, Function<CatalogAnswers, CatalogAnswers.MetaRows> question) {
        return with(ch.id, connection -> {
            CatalogAnswers.MetaRows answer = question.apply(new CatalogAnswers(engine, connection.session()));
            // The client makes a statement of its own of it, which it closes: here it stands for nothing, since all rows travel at once.
            AvaticaStatement statement = connection.add(Optional.empty(), -1, connections.nowNanos());
            Signature signature = Signature.create(
                    AvaticaTypes.columns(answer.fields()), "", List.of(), CursorFactory.LIST, StatementType.SELECT);
            return MetaResultSet.create(ch.id, statement.id(), true, signature, new Frame(0, true, answer.rows()));
        });
    }

    @Override
    public MetaResultSet getTables(ConnectionHandle ch, String catalog, Pat schemaPattern, Pat tableNamePattern, List<String> typeList) {
        return answer(ch, answers -> answers.tables(catalog, schemaPattern, tableNamePattern, typeList));
    }

    @Override
    public MetaResultSet getColumns(
            ConnectionHandle ch, String catalog, Pat schemaPattern, Pat tableNamePattern, Pat columnNamePattern) {
        return answer(ch, answers -> answers.columns(catalog, schemaPattern, tableNamePattern, columnNamePattern));
    }

    @Override
    public MetaResultSet getSchemas(ConnectionHandle ch, String catalog, Pat schemaPattern) {
        return answer(ch, answers -> answers.schemas(catalog, schemaPattern));
    }

    @Override
    public MetaResultSet getCatalogs(ConnectionHandle ch) {
        return answer(ch, CatalogAnswers::catalogs);
    }

    @Override
    public MetaResultSet getTableTypes(ConnectionHandle ch) {
        return answer(ch, CatalogAnswers::tableTypes);
    }

    @Override
    public MetaResultSet getTypeInfo(ConnectionHandle ch) {
        return answer(ch, CatalogAnswers::typeInfo);
    }
}
