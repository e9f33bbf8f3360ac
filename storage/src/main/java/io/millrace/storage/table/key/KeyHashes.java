package io.millrace.storage.table.key;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * 128-bit hashes of keys that stand for the keys themselves: under a random secret two keys collide with a probability of n²/2^129. Equal as the engine
 * compares: -0.0 is 0.0, NaN is NaN. One thread.
 */
public final class KeyHashes {
    private final SipHash first;
    private final SipHash second;
    private byte[] bytes = new byte[64];
    private int length;

    /** The secret that hashes of one index share. */
    public record Secret(long a, long b, long c, long d) {
        public static Secret of(RandomGenerator random) {
            return new Secret(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        }
    }

    public KeyHashes(Secret secret) {
        this.first = new SipHash(secret.a(), secret.b());
        this.second = new SipHash(secret.c(), secret.d());
    }

    /** Two words for each physical row, one after another. */
    public long[] of(Batch rows, List<Integer> keyColumns) {
        long[] hashes = new long[2 * rows.physicalRows()];
        for (int i = 0; i < rows.physicalRows(); i++) {
            length = 0;
            for (int column : keyColumns) {
                put(rows.column(column), i);
            }
            hashes[2 * i] = first.hash(bytes, length);
            hashes[2 * i + 1] = second.hash(bytes, length);
        }
        return hashes;
    }

    private void put(Column column, int row) {
        if (column.isNull(row)) {
            word(0, 1);
            return;
        }
        switch (column) {
            case FixedColumn fixed -> fixed(fixed, row);
            case BinaryColumn binary -> {
                int count = binary.lengthAt(row);
                word(count, 4);
                reserve(count);
                Memory.copy(binary.startAt(row), bytes, length, count);
                length += count;
            }
            case ConstantColumn constant -> put(constant.value(), 0);
            case DictionaryColumn dictionary -> put(dictionary.dictionary(), dictionary.codeAt(row));
            case io.millrace.common.batch.ListColumn list -> throw new AssertionError("a key of type " + list.type());
            case io.millrace.common.batch.RowColumn struct -> throw new AssertionError("a key of type " + struct.type());
        }
    }

    private void fixed(FixedColumn column, int row) {
        switch (column.type().layout()) {
            case BIT -> word(column.booleanAt(row) ? 1 : 0, 1);
            case INT32 -> word(column.intAt(row), 4);
            case INT64 -> word(column.longAt(row), 8);
            case INT128 -> {
                word(column.lowAt(row), 8);
                word(column.highAt(row), 8);
            }
            case FLOAT64 -> {
                double value = column.doubleAt(row);
                word(Double.doubleToLongBits(value == 0 ? 0.0 : value), 8);
            }
            case BINARY, LIST, ROW -> throw new AssertionError(column.type());
        }
    }

    private void word(long value, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (value >>> 8 * i);
        }
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
