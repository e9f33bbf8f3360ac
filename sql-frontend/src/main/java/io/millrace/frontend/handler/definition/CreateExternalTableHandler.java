package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.FileLocation;
import io.millrace.frontend.statement.ColumnDefinition;
import io.millrace.frontend.statement.CreateExternalTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE EXTERNAL TABLE: a name for files as they are, which must exist. */
public final class CreateExternalTableHandler implements StatementHandler<CreateExternalTable> {
    private static final String TAG = "CREATE EXTERNAL TABLE";

    @Override
    public StatementResult run(CreateExternalTable statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), TAG, context, name -> {
            if (!statement.partitioning().isEmpty()) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                        "PARTITIONED BY of an external table: partition columns are taken from folders named column=value")
                        .at(statement.position());
            }
            for (ColumnDefinition column : statement.columns()) {
                if (column.defaultValue().isPresent()) {
                    throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                            "column \"" + column.name() + "\" of an external table cannot have a DEFAULT").at(column.position());
                }
            }
            Map<String, String> options = FileLocation.qualified(statement.options(), context);
            String location = options.remove("location");
            if (location == null) {
                throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "an external table needs the option location")
                        .at(statement.position())
                        .withHint("write WITH (location = '/data/*.parquet', format = 'parquet')");
            }
            List<String> paths = FileLocation.paths(location);
            String format = FileLocation.format(Optional.ofNullable(options.remove("format")), paths.get(0));
            boolean declared = !statement.columns().isEmpty();
            Schema schema = declared
                    ? ColumnList.of(statement.columns(), List.of(), context).schema()
                    : context.catalog().inferSchema(paths, format, options);
            // Opening finds files that are missing or of another format, before the name exists.
            context.node().files().open(new ScanTarget.Files(paths, format, options, declared ? Optional.of(schema) : Optional.empty()));
            CatalogObject.Table table = new CatalogObject.Table(
                    context.newId(), name, schema, List.of(), List.of(), Map.of(),
                    Optional.of(new CatalogObject.External(paths, format, declared)), options);
            Creation.record(table, context, id -> {});
            return context.done(TAG);
        });
    }
}
