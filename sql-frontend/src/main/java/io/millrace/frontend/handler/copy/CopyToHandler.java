package io.millrace.frontend.handler.copy;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.format.Answer;
import io.millrace.frontend.format.CsvRowWriter;
import io.millrace.frontend.format.RowFormat;
import io.millrace.frontend.handler.name.FileLocation;
import io.millrace.frontend.statement.CopyTo;
import io.millrace.planner.PlannedQuery;
import io.millrace.storage.disk.AtomicFile;
import io.millrace.storage.file.parquet.ParquetSink;
import io.millrace.storage.file.parquet.ParquetWriteOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** COPY … TO a file of Parquet, CSV or JSON lines, which appears whole or not at all. */
public final class CopyToHandler implements StatementHandler<CopyTo> {
    private static final Map<String, Set<String>> OPTIONS =
            Map.of("parquet", Set.of("format"), "csv", Set.of("format", "header", "delimiter"), "json", Set.of("format"));

    @Override
    public StatementResult run(CopyTo statement, StatementContext context) {
        if (statement.location().contains("://")) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "COPY TO writes files of this machine, found '" + statement.location() + "'").at(statement.position());
        }
        String format = FileLocation.format(Optional.ofNullable(statement.options().get("format")), statement.location());
        format = format.equals("ndjson") || format.equals("jsonl") ? "json" : format;
        requireKnown(statement, format);
        PlannedQuery planned = context.planBatch(statement.source().node());
        Schema schema = new Schema(planned.schema().fields().stream()
                .map(f -> f.type().kind() == SqlType.Kind.NULL ? Field.of(f.name(), SqlType.VARCHAR) : f)
                .toList());
        try (QueryRows rows = context.start(planned); TableSink sink = sink(statement, format, schema, context)) {
            return context.done("COPY", RowTransfer.into(sink, rows, schema, context.node().allocator()));
        }
    }

    private static void requireKnown(CopyTo statement, String format) {
        Set<String> known = OPTIONS.get(format);
        if (known == null) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "unknown file format " + format + ", expected one of parquet, csv, json")
                    .at(statement.position());
        }
        for (String option : statement.options().keySet()) {
            if (!known.contains(option)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "COPY TO with format " + format + " has no option " + option)
                        .at(statement.position());
            }
        }
    }

    private static TableSink sink(CopyTo statement, String format, Schema schema, StatementContext context) {
        AtomicFile file = new AtomicFile(Path.of(statement.location()).toAbsolutePath());
        if (format.equals("parquet")) {
            return new ParquetSink(file, schema, ParquetWriteOptions.DEFAULT);
        }
        if (format.equals("json")) {
            Answer answer = new Answer(schema, "", "COPY", -1, List.of(), context.session().zone(), context.node().allocator());
            return new TextFileSink(file, out -> RowFormat.NDJSON.writer(answer, out));
        }
        String delimiter = statement.options().getOrDefault("delimiter", ",").replace("\\t", "\t");
        if (delimiter.length() != 1 || "\"\r\n".contains(delimiter)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "option delimiter: expected one character, found '" + delimiter + "'")
                    .at(statement.position());
        }
        boolean header = switch (statement.options().getOrDefault("header", "true").toLowerCase(java.util.Locale.ROOT)) {
            case "true", "on", "yes", "1" -> true;
            case "false", "off", "no", "0" -> false;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "option header: expected true or false, found '" + statement.options().get("header") + "'").at(statement.position());
        };
        return new TextFileSink(file, out -> new CsvRowWriter(schema, context.session().zone(), out, delimiter.charAt(0), header));
    }
}
