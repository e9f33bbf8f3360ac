package io.millrace.cluster.worker;

import io.millrace.cluster.exchange.OutputAddress;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSource;
import org.apache.arrow.memory.BufferAllocator;

/** Reads what tasks of other processes put out. */
public interface RemoteExchange {
    /** Where no other process is. */
    RemoteExchange NONE = (place, output, schema, allocator) -> {
        throw new IllegalStateException(place + " is another process");
    };

    /**
     * Begins to read; the batches are paid for by {@code allocator}.
     *
     * @throws io.millrace.common.error.MillraceException WORKER_LOST if the node cannot be reached
     */
    ExchangeSource open(TaskPlace place, OutputAddress output, Schema schema, BufferAllocator allocator);
}
