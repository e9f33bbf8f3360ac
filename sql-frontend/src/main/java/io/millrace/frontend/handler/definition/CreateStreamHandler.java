package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.statement.ColumnDefinition;
import io.millrace.frontend.statement.CreateStream;
import io.millrace.frontend.statement.WatermarkDefinition;
import io.millrace.frontend.stream.StreamConnectors;
import io.millrace.storage.external.ExternalOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** CREATE STREAM on the embedded log, fed by INSERT, by a door, or by a connector. */
public final class CreateStreamHandler implements StatementHandler<CreateStream> {
    private static final String TAG = "CREATE STREAM";
    private static final int PARTITIONS_MAX = 1_024;

    @Override
    public StatementResult run(CreateStream statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
            boolean external = isExternal(statement);
            Map<String, String> options = new HashMap<>(statement.options());
            for (ColumnDefinition column : statement.columns()) {
                column.metadata().ifPresent(key -> options.put(ExternalOptions.METADATA + column.name(), key));
                if (column.metadata().isPresent() && !external) {
                    throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                            "METADATA column \"" + column.name() + "\": no connector gives metadata").at(column.position());
                }
            }
            ColumnList columns = ColumnList.of(statement.columns(), statement.primaryKey(), context);
            statement.watermark().ifPresent(w -> requireTime(w, columns));
            CatalogObject.Stream stream = new CatalogObject.Stream(
                    context.newId(),
                    name,
                    columns.schema(),
                    statement.primaryKey(),
                    statement.watermark().map(w -> new CatalogObject.Watermark(w.column(), w.delayMicros())),
                    external ? 1 : partitions(statement.options()),
                    columns.defaults(),
                    options);
            StreamConnectors.check(context.node(), stream);
            CatalogObject.Stream made = external ? context.node().streams().external().begun(stream) : stream;
            context.node().streams().create(made);
            Creation.record(made, context, context.node().streams()::drop);
            return context.done(TAG);
        });
    }

    private static boolean isExternal(CreateStream statement) {
        for (String option : statement.options().keySet()) {
            if (ExternalOptions.isInternal(option)) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a stream has no option " + option).at(statement.position());
            }
        }
        return !ExternalOptions.OWN.contains(statement.options().getOrDefault(ExternalOptions.CONNECTOR, "log"));
    }

    private static void requireTime(WatermarkDefinition watermark, ColumnList columns) {
        SqlType type = columns.schema().type(columns.schema().indexOf(watermark.column()));
        if (type.kind() != SqlType.Kind.TIMESTAMP && type.kind() != SqlType.Kind.TIMESTAMP_TZ) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                    "the watermark's column \"" + watermark.column() + "\" is of type " + type + ", expected TIMESTAMP")
                    .at(watermark.position());
        }
    }

    private static int partitions(Map<String, String> options) {
        String text = Optional.ofNullable(options.get("partitions")).orElse("1");
        try {
            int partitions = Integer.parseInt(text);
            if (partitions >= 1 && partitions <= PARTITIONS_MAX) {
                return partitions;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                "option partitions: expected a number from 1 to " + PARTITIONS_MAX + ", found '" + text + "'");
    }
}
