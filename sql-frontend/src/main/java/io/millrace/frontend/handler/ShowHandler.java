package io.millrace.frontend.handler;

import io.millrace.cluster.query.QueryInfo;
import io.millrace.cluster.view.SavepointInfo;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.session.Setting;
import io.millrace.frontend.session.Settings;
import io.millrace.frontend.statement.Show;
import io.millrace.planner.function.FunctionCatalog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** SHOW of lists, and DESCRIBE. */
public final class ShowHandler implements StatementHandler<Show> {
    @Override
    public StatementResult run(Show statement, StatementContext context) {
        return switch (statement.subject()) {
            case TABLES -> objects(statement, context, "table_name", null);
            case STREAMS -> objects(statement, context, "stream_name", CatalogObject.Stream.class);
            case VIEWS -> objects(statement, context, "view_name", CatalogObject.View.class);
            case MATERIALIZED_VIEWS -> objects(statement, context, "view_name", CatalogObject.MaterializedView.class);
            case SINKS -> sinks(statement, context);
            case SCHEMAS -> names(statement, context, "schema_name", new TreeSet<>(context.catalog().schemas()).stream().toList());
            case FUNCTIONS -> functions(statement, context);
            case COLUMNS -> columns(statement, context);
            case QUERIES -> queries(context);
            case SETTINGS -> settings(statement, context);
            case USERS -> ShowAccess.users(statement, context);
            case GRANTS -> ShowAccess.grants(context);
            case SAVEPOINTS -> savepoints(statement, context);
        };
    }

    static boolean wanted(Show statement, String name) {
        return statement.like().map(pattern -> LikePattern.matches(pattern, name)).orElse(true);
    }

    static Field text(String name) {
        return Field.of(name, SqlType.VARCHAR);
    }

    private static StatementResult names(Show statement, StatementContext context, String column, List<String> names) {
        List<List<Object>> rows = new ArrayList<>();
        names.stream().filter(name -> wanted(statement, name)).forEach(name -> rows.add(List.of(name)));
        return context.rows("SHOW", Schema.of(text(column)), rows);
    }

    private static StatementResult functions(Show statement, StatementContext context) {
        List<List<Object>> rows = new ArrayList<>();
        for (FunctionCatalog.Entry entry : FunctionCatalog.entries()) {
            if (wanted(statement, entry.name().toLowerCase(Locale.ROOT))) {
                rows.add(List.of(entry.name().toLowerCase(Locale.ROOT), entry.signature(), entry.description()));
            }
        }
        for (UserFunction function : context.node().metadata().state().functions()) {
            if (wanted(statement, function.name().name())) {
                rows.add(List.of(function.name().name(), function.signature(),
                        (function.aggregate() ? "Aggregate in Java: " : "Java: ") + function.className()
                                + function.method().map(method -> "." + method).orElse("")));
            }
        }
        return context.rows("SHOW", Schema.of(text("function_name"), text("signature"), text("description")), rows);
    }

    /** Objects of a schema by name; of any kind with their type where {@code kind} is null. */
    private static StatementResult objects(Show statement, StatementContext context, String column, Class<? extends CatalogObject> kind) {
        String schema = statement.schema().orElse(context.session().schema());
        if (!context.catalog().schemas().contains(schema)) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + schema + "\" does not exist").at(statement.position());
        }
        List<CatalogObject> found = new ArrayList<>(context.catalog().objects(schema));
        found.sort((a, b) -> a.name().name().compareTo(b.name().name()));
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : found) {
            if ((kind == null ? !(object instanceof CatalogObject.Sink) : kind.isInstance(object))
                    && wanted(statement, object.name().name())) {
                rows.add(kind == null ? List.of(object.name().name(), object.tableType()) : List.of(object.name().name()));
            }
        }
        return context.rows("SHOW", kind == null ? Schema.of(text(column), text("table_type")) : Schema.of(text(column)), rows);
    }

    private static StatementResult savepoints(Show statement, StatementContext context) {
        List<List<Object>> rows = new ArrayList<>();
        for (SavepointInfo.Stored stored : context.node().views().savepoints()) {
            if (statement.like().isEmpty() || LikePattern.matches(statement.like().get(), stored.info().name())) {
                rows.add(List.of(stored.info().name(), stored.info().definition().name().toString(), stored.info().tick(), stored.bytes()));
            }
        }
        return context.rows("SHOW",
                Schema.of(text("savepoint_name"), text("view_name"), Field.of("tick", SqlType.BIGINT), Field.of("bytes", SqlType.BIGINT)),
                rows);
    }

    private static StatementResult sinks(Show statement, StatementContext context) {
        String schema = statement.schema().orElse(context.session().schema());
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : context.catalog().objects(schema)) {
            if (object instanceof CatalogObject.Sink sink && wanted(statement, sink.name().name())) {
                rows.add(List.of(sink.name().name(), sink.connector()));
            }
        }
        rows.sort((a, b) -> a.getFirst().toString().compareTo(b.getFirst().toString()));
        return context.rows("SHOW", Schema.of(text("sink_name"), text("connector")), rows);
    }

    private static StatementResult columns(Show statement, StatementContext context) {
        ObjectName name = context.resolve(statement.of().orElseThrow());
        CatalogObject object = context.catalog().find(name).orElseThrow(
                () -> ObjectNames.undefined("table", name, statement.of().get().position()));
        List<String> key = ObjectNames.primaryKey(object);
        List<List<Object>> rows = new ArrayList<>();
        for (Field field : object.schema().fields()) {
            if (wanted(statement, field.name())) {
                rows.add(Arrays.asList(
                        field.name(),
                        field.type().toString(),
                        field.nullable() ? "YES" : "NO",
                        ObjectNames.defaults(object).get(field.name()),
                        key.contains(field.name()) ? "PRIMARY KEY" : null));
            }
        }
        return context.rows("SHOW",
                Schema.of(text("column_name"), text("data_type"), text("is_nullable"), text("column_default"), text("key")), rows);
    }

    private static StatementResult queries(StatementContext context) {
        List<List<Object>> rows = new ArrayList<>();
        boolean all = context.authorization().isFree();
        for (QueryInfo query : context.node().queries().queries()) {
            if (!all && !query.user().equals(context.session().user())) {
                continue;
            }
            rows.add(Arrays.asList(
                    query.id(),
                    query.state().name().toLowerCase(Locale.ROOT),
                    query.user(),
                    Instant.EPOCH.plus(query.startMicros(), ChronoUnit.MICROS),
                    query.elapsedMicros() / 1000,
                    query.progress().fraction(),
                    query.progress().rowsRead(),
                    query.rowsOut(),
                    query.text(),
                    query.error().orElse(null)));
        }
        return context.rows("SHOW",
                Schema.of(text("id"), text("state"), text("user_name"), Field.of("started", SqlType.TIMESTAMP_TZ),
                        Field.of("elapsed_millis", SqlType.BIGINT), Field.of("progress", SqlType.DOUBLE),
                        Field.of("rows_read", SqlType.BIGINT), Field.of("rows_out", SqlType.BIGINT), text("sql"), text("error")),
                rows);
    }

    private static StatementResult settings(Show statement, StatementContext context) {
        List<List<Object>> rows = new ArrayList<>();
        for (Setting<?> setting : Settings.all()) {
            if (wanted(statement, setting.name())) {
                rows.add(List.of(setting.name(), context.session().text(setting), setting.initial(), setting.description()));
            }
        }
        return context.rows("SHOW", Schema.of(text("name"), text("value"), text("default"), text("description")), rows);
    }
}
