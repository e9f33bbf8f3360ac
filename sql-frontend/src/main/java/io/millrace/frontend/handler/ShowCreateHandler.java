package io.millrace.frontend.handler;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.SecretOptions;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.parser.SqlText;
import io.millrace.frontend.statement.ShowCreate;
import io.millrace.storage.external.ExternalOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** SHOW CREATE: a statement that makes the object again. */
public final class ShowCreateHandler implements StatementHandler<ShowCreate> {
    private static final long MICROS_PER_SECOND = 1_000_000;

    @Override
    public StatementResult run(ShowCreate statement, StatementContext context) {
        ObjectName name = context.resolve(statement.name());
        String kind = statement.kind().words();
        CatalogObject object = context.catalog().find(name)
                .orElseThrow(() -> ObjectNames.undefined(kind.toLowerCase(Locale.ROOT), name, statement.name().position()));
        if (!object.kindName().equals(kind)) {
            throw ObjectNames.wrongType(object, "a " + kind.toLowerCase(Locale.ROOT), statement.name().position());
        }
        return context.rows("SHOW", Schema.of(Field.of("create_statement", SqlType.VARCHAR)),
                List.of(List.of(text(object, id -> context.node()
                        .metadata()
                        .state()
                        .byId(id)
                        .map(table -> SqlText.name(table.name().schema(), table.name().name()))
                        .orElse("?")))));
    }

    static String text(CatalogObject object, UnaryOperator<String> tables) {
        String name = SqlText.name(object.name().schema(), object.name().name());
        return switch (object) {
            case CatalogObject.Table table -> table.external().isPresent() ? external(table, name) : table(table, name);
            case CatalogObject.Stream stream -> {
                List<String> lines = columns(stream, stream.options());
                stream.watermark().ifPresent(w -> lines.add("WATERMARK FOR " + SqlText.name(w.column()) + " AS " + SqlText.name(w.column())
                        + " - INTERVAL '" + seconds(w.delayMicros()) + "' SECOND"));
                yield "CREATE STREAM " + name + " " + list(lines) + options(written(stream.options()));
            }
            case CatalogObject.View view -> "CREATE VIEW " + name + " " + names(view.schema()) + " AS\n" + view.sql();
            case CatalogObject.MaterializedView view -> MaterializedViewText.of(view, name, names(view.schema()), tables);
            case CatalogObject.Sink sink -> MaterializedViewText.of(sink, name, tables);
        };
    }

    private static String table(CatalogObject.Table table, String name) {
        String partitioning = table.partitioning().isEmpty() ? "" : "\nPARTITIONED BY (" + String.join(", ", table.partitioning()) + ")";
        List<String> lines = columns(table, Map.of());
        CheckConstraints.texts(table).forEach((check, text) -> lines.add("CONSTRAINT " + SqlText.name(check) + " CHECK (" + text + ")"));
        return "CREATE TABLE " + name + " " + list(lines) + partitioning + options(CheckConstraints.options(table));
    }

    private static String external(CatalogObject.Table table, String name) {
        CatalogObject.External files = table.external().orElseThrow();
        Map<String, String> options = new TreeMap<>(table.options());
        options.put("location", String.join(",", files.paths()));
        options.put("format", files.format());
        return "CREATE EXTERNAL TABLE " + name + (files.declared() ? " " + list(columns(table, Map.of())) : "") + options(options);
    }

    /** Options that users write. */
    private static Map<String, String> written(Map<String, String> options) {
        Map<String, String> written = new TreeMap<>(options);
        written.keySet().removeIf(ExternalOptions::isInternal);
        return written;
    }

    private static List<String> columns(CatalogObject object, Map<String, String> options) {
        List<String> lines = new ArrayList<>();
        Map<String, String> defaults = ObjectNames.defaults(object);
        for (Field field : object.schema().fields()) {
            String value = defaults.containsKey(field.name()) ? " DEFAULT " + defaults.get(field.name()) : "";
            String from = options.get(ExternalOptions.METADATA + field.name());
            lines.add(SqlText.name(field.name()) + " " + field.type() + (field.nullable() ? "" : " NOT NULL") + value
                    + (from == null ? "" : " METADATA FROM " + SqlText.string(from)));
        }
        List<String> key = ObjectNames.primaryKey(object);
        if (!key.isEmpty()) {
            lines.add("PRIMARY KEY (" + SqlText.names(key) + ")");
        }
        return lines;
    }

    private static String list(List<String> lines) {
        return "(\n    " + String.join(",\n    ", lines) + "\n)";
    }

    private static String names(Schema schema) {
        return "(" + SqlText.names(schema.fields().stream().map(Field::name).toList()) + ")";
    }

    static String options(Map<String, String> options) {
        if (options.isEmpty()) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        new TreeMap<>(SecretOptions.hidden(options)).forEach((key, value) -> pairs.add(key(key) + " = " + SqlText.string(value)));
        return "\nWITH (" + String.join(", ", pairs) + ")";
    }

    private static String key(String key) {
        return key.matches("[a-z_][a-z0-9_.]*") ? key : SqlText.string(key);
    }

    static String seconds(long micros) {
        long fraction = micros % MICROS_PER_SECOND;
        return micros / MICROS_PER_SECOND + (fraction == 0 ? "" : "." + String.format(Locale.ROOT, "%06d", fraction));
    }
}
