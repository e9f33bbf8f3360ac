package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.frontend.execution.QueryRows;
import io.millrace.frontend.execution.RowTransfer;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementHandler;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StreamSink;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.frontend.statement.Insert;
import io.millrace.planner.PlannedQuery;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;

/** INSERT INTO tables and streams, INSERT OVERWRITE. Rows of literals skip the planner: a single-row INSERT costs its log append. */
public final class InsertHandler implements StatementHandler<Insert> {
    @Override
    public StatementResult run(Insert statement, StatementContext context) {
        CatalogObject target = target(statement, context);
        if (statement.onConflict().isPresent()) {
            if (!(target instanceof CatalogObject.Table table) || statement.overwrite()) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "ON CONFLICT is for INSERT INTO a table")
                        .at(statement.position());
            }
            return Upsert.run(statement, table, context);
        }
        InsertSource source = new InsertSource(target, statement);
        if (InsertSource.isValues(statement.source().node())) {
            Batch rows = LiteralRows.read((SqlCall) statement.source().node(), target, source.order(), source.named(), context);
            if (rows != null) {
                try (TableSink sink = sink(target, statement.overwrite(), context)) {
                    sink.write(rows);
                    return context.done("INSERT", sink.commit());
                }
            }
        }
        PlannedQuery planned = source.plan(statement.source().node(), context, context.catalog());
        try (QueryRows rows = context.start(planned); TableSink sink = sink(target, statement.overwrite(), context)) {
            return context.done("INSERT", RowTransfer.into(sink, rows, target.schema(), context.node().allocator()));
        }
    }

    private static CatalogObject target(Insert statement, StatementContext context) {
        ObjectName name = context.resolve(statement.target());
        CatalogObject found = context.catalog().find(name)
                .orElseThrow(() -> ObjectNames.undefined("table", name, statement.target().position()));
        if (found instanceof CatalogObject.Stream stream) {
            if (statement.overwrite()) {
                throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                        "\"" + stream.name() + "\" is a stream: rows are only added to it").at(statement.target().position());
            }
            return stream;
        }
        return ChangeTarget.table(statement.target(), "INSERT", context);
    }

    /** INSERT OVERWRITE of a partitioned table replaces the partitions that get rows, of any other table all rows. */
    static TableSink sink(CatalogObject target, boolean overwrite, StatementContext context) {
        if (target instanceof CatalogObject.Stream stream) {
            if (context.session().transaction().isPresent()) {
                throw new MillraceException(ErrorCode.ACTIVE_TRANSACTION,
                        "stream \"" + stream.name() + "\" takes rows at once: a transaction could not take them back")
                        .withHint("COMMIT or ROLLBACK first");
            }
            return new StreamSink(context.node().streams(), stream);
        }
        CatalogObject.Table table = (CatalogObject.Table) target;
        Optional<SessionTransaction> transaction = context.session().transaction();
        if (transaction.isPresent()) {
            TableSink part = TransactionSink.of(transaction.get(), table, context);
            return CheckConstraints.guard(part, table, context);
        }
        TableSink sink = !overwrite ? context.tables().insert(table)
                : table.partitioning().isEmpty() ? context.tables().overwrite(table) : context.tables().overwritePartitions(table);
        return CheckConstraints.guard(sink, table, context);
    }
}
