package io.millrace.frontend.execution;

import io.millrace.cluster.node.RejectTables;
import io.millrace.cluster.query.ManagedQuery;
import io.millrace.cluster.view.ViewSnapshots;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.Progress;

/** A running query's rows, and its hold on the views it reads. */
public final class QueryRows implements RowStream {
    private final ManagedQuery query;
    private final Schema schema;
    private final ViewSnapshots snapshots;
    private final RejectTables rejects;

    /** Takes over query and snapshots; {@code snapshots} is null if the query reads no view. */
    QueryRows(ManagedQuery query, Schema schema, ViewSnapshots snapshots, RejectTables rejects) {
        this.query = query;
        this.rejects = rejects;
        this.schema = schema;
        this.snapshots = snapshots;
    }

    public ManagedQuery query() {
        return query;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public String queryId() {
        return query.id();
    }

    @Override
    public Batch next() {
        Batch batch = query.next();
        if (batch == null) {
            // What the scans left out is kept before anybody hears that they are done.
            rejects.flush();
        }
        return batch;
    }

    @Override
    public long bytesRead() {
        return query.progress().bytesRead();
    }

    @Override
    public void cancel(MillraceException reason) {
        query.cancel(reason);
    }

    @Override
    public Progress progress() {
        return query.progress();
    }

    @Override
    public void close() {
        try {
            query.close();
        } finally {
            if (snapshots != null) {
                snapshots.close();
            }
        }
    }
}
