package io.millrace.cluster.worker;

import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSource;
import org.apache.arrow.memory.BufferAllocator;

/** Reads what tasks of other processes put out. */
public interface RemoteExchange {
    /** Where no other process is. */
    RemoteExchange NONE = (place, output, schema, allocator) -> {
        throw new IllegalStateException(place + " is another process");
    };

    /** One partition of one task's output. */
    record Output(String queryId, int fragment, int task, int partition) {}

    /**
     * Begins to read; the batches are paid for by {@code allocator}.
     *
     * @throws io.millrace.common.error.MillraceException WORKER_LOST if the node cannot be reached
     */
    ExchangeSource open(TaskPlace place, Output output, Schema schema, BufferAllocator allocator);
}
