package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Hashing;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** APPROX_COUNT_DISTINCT: a {@link HyperLogLog} a group, on the heap. */
final class DistinctCountAccumulator extends Accumulator {
    private final SqlType type;
    private HyperLogLog[] sketches = new HyperLogLog[0];
    private long[] hashes = new long[0];

    DistinctCountAccumulator(SqlType type) {
        this.type = type;
    }

    @Override
    public List<SqlType> partialTypes() {
        return List.of(SqlType.BINARY);
    }

    private HyperLogLog sketch(int group) {
        if (sketches[group] == null) {
            sketches[group] = new HyperLogLog();
        }
        return sketches[group];
    }

    private void reserve(int groups) {
        if (sketches.length < groups) {
            sketches = Arrays.copyOf(sketches, Math.max(groups, 2 * sketches.length));
        }
    }

    @Override
    public void add(Column[] arguments, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        if (hashes.length < count) {
            hashes = new long[count];
        }
        for (int a = 0; a < arguments.length; a++) {
            Hashing.hash(arguments[a], positions, count, hashes, a > 0);
        }
        for (int k = 0; k < count; k++) {
            if (!anyNull(arguments, positions == null ? k : positions[k])) {
                sketch(groupIds[k]).add(hashes[k]);
            }
        }
    }

    private static boolean anyNull(Column[] arguments, int position) {
        for (Column argument : arguments) {
            if (argument.isNull(position)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void addPartial(Column[] partials, int[] positions, int count, int[] groupIds, int groups) {
        reserve(groups);
        BinaryColumn states = (BinaryColumn) partials[0];
        for (int k = 0; k < count; k++) {
            int position = positions == null ? k : positions[k];
            if (!states.isNull(position)) {
                sketch(groupIds[k]).addAll(states.bytesAt(position));
            }
        }
    }

    @Override
    public List<Column> partial(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        try (ColumnBuilder builder = new ColumnBuilder(payer, SqlType.BINARY, count)) {
            for (int group = from; group < from + count; group++) {
                if (sketches[group] == null) {
                    builder.appendNull();
                } else {
                    builder.appendBytes(sketches[group].toBytes());
                }
            }
            return List.of(builder.buildAndClose());
        }
    }

    @Override
    public Column result(BufferAllocator payer, int from, int count) {
        reserve(from + count);
        try (ColumnBuilder builder = new ColumnBuilder(payer, type, count)) {
            for (int group = from; group < from + count; group++) {
                builder.appendLong(sketches[group] == null ? 0 : sketches[group].estimate());
            }
            return builder.buildAndClose();
        }
    }

    @Override
    public void clear() {
        Arrays.fill(sketches, null);
    }

    @Override
    public long bytes() {
        return Arrays.stream(sketches).mapToLong(s -> s == null ? 0 : s.bytes()).sum();
    }

    @Override
    public void close() {}
}
