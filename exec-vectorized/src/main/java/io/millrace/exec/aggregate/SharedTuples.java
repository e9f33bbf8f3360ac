package io.millrace.exec.aggregate;

import io.millrace.common.type.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** The {@link TupleNumbers} of an aggregation's tables, by the key columns that they are of. Any thread. */
final class SharedTuples implements AutoCloseable {
    private final BufferAllocator allocator;
    // Guarded by this
    private final Map<List<Integer>, TupleNumbers> numbers = new HashMap<>();

    SharedTuples(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Stays this object's. */
    synchronized TupleNumbers of(List<Integer> columns, List<SqlType> types) {
        return numbers.computeIfAbsent(columns, key -> new TupleNumbers(allocator, types));
    }

    @Override
    public synchronized void close() {
        numbers.values().forEach(TupleNumbers::close);
        numbers.clear();
    }
}
