package io.millrace.cluster.node;

import io.millrace.cluster.view.StateOptions;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a node runs.
 *
 * @param dataDirectory holds everything that lasts
 * @param host address to bind, loopback by default
 * @param raftPort of the metadata service
 * @param memoryBytesMax of column data, all queries and views together
 * @param queryMemoryBytesMax of one query
 * @param threads that execute, one a core by default
 * @param state where views keep their state
 * @param exchangePort where workers join and read, 0: any free one; absent: the node runs alone
 */
public record NodeOptions(Path dataDirectory, String host, int raftPort, long memoryBytesMax, long queryMemoryBytesMax, int threads,
        OptionalInt exchangePort, StateOptions state) {
    public NodeOptions(Path dataDirectory, String host, int raftPort, long memoryBytesMax, long queryMemoryBytesMax, int threads,
            OptionalInt exchangePort) {
        this(dataDirectory, host, raftPort, memoryBytesMax, queryMemoryBytesMax, threads, exchangePort, StateOptions.DEFAULT);
    }

    /** Of a node that runs alone. */
    public NodeOptions(Path dataDirectory, String host, int raftPort, long memoryBytesMax, long queryMemoryBytesMax, int threads) {
        this(dataDirectory, host, raftPort, memoryBytesMax, queryMemoryBytesMax, threads, OptionalInt.empty());
    }
}
