package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.plan.ScanTarget;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.storage.table.TableChange;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One statement's part of a transaction's change of a table. Rows outlive the statement's query, so they are copied; the transaction commits and closes. */
final class TransactionSink implements TableChange {
    private final TableChange change;
    private final Runnable onWrite;
    private final BufferAllocator allocator;
    private long rows;

    private TransactionSink(TableChange change, Runnable onWrite, BufferAllocator allocator) {
        this.change = change;
        this.onWrite = onWrite;
        this.allocator = allocator;
    }

    static TransactionSink of(SessionTransaction transaction, CatalogObject.Table table, StatementContext context) {
        return new TransactionSink(transaction.tables().change(table), () -> transaction.wrote(table.id()), context.node().allocator());
    }

    @Override
    public ScanTarget.ManagedTable target() {
        return change.target();
    }

    @Override
    public Existing existing(Batch wanted) {
        return change.existing(wanted);
    }

    @Override
    public synchronized void write(Batch batch) {
        try (batch) {
            onWrite.run();
            rows += batch.rows();
            change.write(copy(batch));
        }
    }

    private Batch copy(Batch batch) {
        Selection selection = batch.selection();
        int count = batch.rows();
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = selection == null ? i : selection.at(i);
        }
        List<Column> columns = new ArrayList<>();
        try {
            for (Column column : batch.columns()) {
                columns.add(copy(column, positions));
            }
            return new Batch(columns, count, null, batch.weights() == null ? null : copy(batch.weights(), positions));
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    /** Flat before it is gathered: codes would go on sharing their dictionary with the query. */
    private Column copy(Column column, int[] positions) {
        try (Column flat = column.flatten(allocator)) {
            return flat.gather(allocator, positions, positions.length);
        }
    }

    @Override
    public long commit() {
        return rows;
    }

    @Override
    public void close() {}
}
