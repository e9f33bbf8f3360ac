package io.millrace.benchmarks.kernel;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Tables of a BIGINT key and a BIGINT value. */
final class Keys {
    static final Schema SCHEMA = new Schema(List.of(new Field("k", SqlType.BIGINT, false), new Field("v", SqlType.BIGINT, false)));

    private Keys() {}

    /** {@code key} by row number; the value is the number. Owned by the caller. */
    static List<Batch> batches(BufferAllocator allocator, long rows, LongUnaryOperator key) {
        List<Batch> batches = new ArrayList<>();
        for (long from = 0; from < rows; from += KernelEngine.BATCH_ROWS) {
            int count = (int) Math.min(KernelEngine.BATCH_ROWS, rows - from);
            ArrowBuf keys = Buffers.allocate(allocator, 8L * count);
            ArrowBuf values = Buffers.allocate(allocator, 8L * count);
            for (int i = 0; i < count; i++) {
                Memory.putLong(keys.memoryAddress() + 8L * i, key.applyAsLong(from + i));
                Memory.putLong(values.memoryAddress() + 8L * i, from + i);
            }
            batches.add(Batch.of(
                    List.of(new FixedColumn(SqlType.BIGINT, count, keys, null), new FixedColumn(SqlType.BIGINT, count, values, null)),
                    count));
        }
        return batches;
    }

    /** Spreads numbers over all of int64, one to one. */
    static long scrambled(long number) {
        long h = number * 0x9E37_79B9_7F4A_7C15L;
        h ^= h >>> 32;
        return h * 0xD6E8_FEB8_6659_FD93L;
    }

    static AggregateCall sum(int column) {
        return AggregateCall.of(AggregateFunction.SUM, SqlType.decimal(38, 0), Expr.column(column, SqlType.BIGINT));
    }
}
