package io.millrace.frontend.handler.definition;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.planner.PlannedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE TABLE … AS: the table shows once its rows are in it. */
public final class CreateTableAsHandler implements StatementHandler<CreateTableAs> {
    @Override
    public StatementResult run(CreateTableAs statement, StatementContext context) {
        return Creation.create(statement.name(), statement.ifNotExists(), "SELECT", context, name -> {
            CheckConstraints.requireNone(statement.options(), statement.position());
            PlannedQuery planned = context.planBatch(statement.query().node());
            Schema schema = withKey(Creation.columnsOf(planned.schema(), statement.columnNames(), statement.name()), statement);
            CatalogObject.Table table = new CatalogObject.Table(
                    context.newId(), name, schema, statement.primaryKey(), statement.partitioning(), Map.of(), Optional.empty(),
                    statement.options());
            context.tables().create(table);
            long rows = 0;
            try {
                if (statement.withData()) {
                    rows = fill(table, planned, context);
                }
            } catch (RuntimeException e) {
                context.tables().drop(table.id());
                throw e;
            }
            Creation.record(table, context, context.tables()::drop);
            return context.done("SELECT", rows);
        });
    }

    /** Whether a column is NOT NULL is said by a key alone: a query's columns may turn nullable when it is written anew. */
    private static Schema withKey(Schema schema, CreateTableAs statement) {
        for (String key : statement.primaryKey()) {
            if (schema.indexOf(key) < 0) {
                throw new MillraceException(ErrorCode.UNDEFINED_COLUMN, "column " + key + " of the primary key is not among the columns")
                        .at(statement.position());
            }
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(new Field(field.name(), field.type(), !statement.primaryKey().contains(field.name())));
        }
        return new Schema(fields);
    }

    private static long fill(CatalogObject.Table table, PlannedQuery planned, StatementContext context) {
        try (QueryRows rows = context.start(planned); TableSink sink = context.tables().insert(table)) {
            return RowTransfer.into(sink, rows, table.schema(), context.node().allocator());
        }
    }
}
