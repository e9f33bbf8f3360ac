package io.millrace.frontend.execution;

import io.millrace.common.batch.Batch;
import io.millrace.common.port.BatchReader;
import io.millrace.common.type.Schema;
import io.millrace.exec.Progress;

/** A statement's rows on their way to a door: pulled by one thread, cancelled from any. Closed by whoever was handed it. */
public interface RowStream extends BatchReader, Cancellable {
    /** The columns that users see. */
    Schema schema();

    /** What KILL QUERY takes; empty for rows that no query computes. */
    String queryId();

    /** How far it is. */
    Progress progress();

    /** Whether the stream ends by itself; a subscription does not, and its reader wants each batch at once. */
    default boolean bounded() {
        return true;
    }

    @Override
    Batch next();
}
