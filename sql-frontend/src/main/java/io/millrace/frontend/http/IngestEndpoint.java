package io.millrace.frontend.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.cluster.access.Privilege;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StreamSink;
import io.millrace.frontend.ingest.Ingestion;
import io.millrace.frontend.ingest.Rejected;
import io.millrace.frontend.parser.SqlText;
import io.millrace.frontend.security.Authorization;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.value.JsonValues;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code POST /v1/ingest/schema.name}: rows of NDJSON or CSV into a stream or table; the body is read no faster than rows are taken. */
public final class IngestEndpoint implements Endpoint {
    public static final String PATH = "/v1/ingest/";
    private static final int REJECTS_KEPT_MAX = 100_000;

    private final SqlEngine engine;

    public IngestEndpoint(SqlEngine engine) {
        this.engine = engine;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            exchange.setHeader("Allow", "POST");
            exchange.answer(405, "text/plain; charset=utf-8", "send rows with POST\n");
            return;
        }
        CatalogObject target = target(exchange.path().substring(PATH.length()));
        new Authorization(exchange.caller().session(), engine.node().metadata().state()).require(Privilege.INSERT, target);
        List<Rejected> rejects = new ArrayList<>();
        Optional<String> rejectTable = exchange.parameter("reject_table");
        Ingestion ingestion = new Ingestion(
                target.schema(), defaults(target), () -> sink(target), engine.node().allocator());
        Ingestion.Result result = ingestion.run(exchange.body(), options(exchange, rejectTable, rejects));
        rejectTable.ifPresent(name -> keep(target(name), rejects, exchange.caller().session()));
        exchange.answer(200, "application/json", json(result));
    }

    private CatalogObject target(String path) {
        String[] parts = path.split("\\.", 2);
        ObjectName name = parts.length == 2 ? new ObjectName(parts[0], parts[1]) : new ObjectName(ObjectName.DEFAULT_SCHEMA, path);
        CatalogObject found = engine.node().metadata().state().find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "stream or table \"" + name + "\" does not exist"));
        boolean writable =
                found instanceof CatalogObject.Stream || found instanceof CatalogObject.Table table && table.external().isEmpty();
        if (!writable) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + name + "\" is a " + found.kindName().toLowerCase(Locale.ROOT) + ", rows go into streams and managed tables");
        }
        return found;
    }

    private TableSink sink(CatalogObject target) {
        return target instanceof CatalogObject.Table table
                ? engine.guarded(engine.node().tables().insert(table), table)
                : new StreamSink(engine.node().streams(), (CatalogObject.Stream) target);
    }

    /** What DEFAULT gives, once for the whole body. */
    private Map<Integer, Object> defaults(CatalogObject target) {
        Map<String, String> texts = switch (target) {
            case CatalogObject.Table table -> table.defaults();
            case CatalogObject.Stream stream -> stream.defaults();
            case CatalogObject.View ignored -> Map.of();
            case CatalogObject.MaterializedView ignored -> Map.of();
            case CatalogObject.Sink ignored -> Map.of();
        };
        Map<Integer, Object> values = new HashMap<>();
        texts.forEach((column, text) -> {
            int index = target.schema().indexOf(column);
            String sql = "SELECT CAST((" + text + ") AS " + target.schema().type(index) + ")";
            try (StatementResult result = engine.runOne(sql, Session.initial());
                    Batch batch = ((StatementResult.Rows) result).rows().next()) {
                values.put(index, Values.readRows(batch).get(0).get(0));
            }
        });
        return values;
    }

    private static Ingestion.Options options(HttpExchange exchange, Optional<String> rejectTable, List<Rejected> rejects) {
        String delimiter = exchange.parameter("delimiter").map(d -> d.equals("\\t") ? "\t" : d).orElse(",");
        if (delimiter.length() != 1 || delimiter.charAt(0) > 127 || "\"\r\n".contains(delimiter)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "parameter delimiter: expected one ASCII character, found '" + delimiter + "'");
        }
        Optional<Boolean> header = exchange.parameter("header").map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "parameter header: expected true or false, found '" + text + "'");
        });
        boolean skip = switch (exchange.parameter("on_error").orElse("fail")) {
            case "fail" -> rejectTable.isPresent();
            case "skip" -> true;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "parameter on_error: expected fail or skip");
        };
        Consumer<Rejected> sink = rejectTable.isEmpty() ? row -> {} : row -> {
            if (rejects.size() == REJECTS_KEPT_MAX) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT, "more than " + REJECTS_KEPT_MAX + " rows do not fit; the last is "
                        + row.describe());
            }
            rejects.add(row);
        };
        return new Ingestion.Options(format(exchange), delimiter.charAt(0), header, skip ? Optional.of(sink) : Optional.empty());
    }

    private static Ingestion.Format format(HttpExchange exchange) {
        String type = exchange.parameter("format").orElseGet(() -> exchange.header("Content-Type").orElse("ndjson"));
        return switch (type.split(";")[0].strip().toLowerCase(Locale.ROOT)) {
            case "csv", "text/csv" -> Ingestion.Format.CSV;
            case "ndjson", "json", "jsonl", "application/x-ndjson", "application/ndjson", "application/jsonl", "application/json",
                    "application/x-www-form-urlencoded", "application/octet-stream", "text/plain", "" -> Ingestion.Format.NDJSON;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "cannot take in '" + type + "', expected ndjson (application/x-ndjson) or csv (text/csv)");
        };
    }

    /** Rows of the reject table: line, column_name, reason, text, as far as it has such columns. */
    private void keep(CatalogObject table, List<Rejected> rejects, Session session) {
        if (rejects.isEmpty()) {
            return;
        }
        List<String> columns = List.of("line", "column_name", "reason", "text").stream()
                .filter(name -> table.schema().indexOf(name) >= 0)
                .toList();
        if (columns.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "\"" + table.name() + "\" keeps no rejected rows: it has none of the columns line, column_name, reason, text");
        }
        StringBuilder sql = new StringBuilder("INSERT INTO ").append(SqlText.name(table.name().schema(), table.name().name()))
                .append(" (").append(SqlText.names(columns)).append(") VALUES ");
        String separator = "";
        for (Rejected row : rejects) {
            List<String> values = new ArrayList<>();
            for (String column : columns) {
                values.add(switch (column) {
                    case "line" -> Long.toString(row.line());
                    case "column_name" -> row.column().map(SqlText::string).orElse("NULL");
                    case "reason" -> SqlText.string(row.reason());
                    default -> SqlText.string(row.text());
                });
            }
            sql.append(separator).append('(').append(String.join(", ", values)).append(')');
            separator = ", ";
        }
        engine.runOne(sql.toString(), session).close();
    }

    private static String json(Ingestion.Result result) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JsonValues.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("rows", result.rows());
            json.writeNumberField("rejected", result.rejected());
            json.writeArrayFieldStart("rejects");
            for (Rejected row : result.shown()) {
                json.writeStartObject();
                json.writeNumberField("line", row.line());
                json.writeStringField("column", row.column().orElse(null));
                json.writeStringField("reason", row.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
