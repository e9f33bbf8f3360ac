package io.millrace.exec.kernel;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;

/** The least or the greatest of all values at given positions, none of them NULL. */
public final class Extremes {
    private Extremes() {}

    /** As an int64 of the values' order ({@link RangeSelection#doubleKey} of doubles), of at least one row at {@code positions} (null: 0, 1, …). */
    public static long of(Column values, int[] positions, int count, boolean max) {
        return switch (values) {
            case FixedColumn fixed -> of(fixed, positions, count, max);
            case ConstantColumn constant -> of((FixedColumn) constant.value(), null, 1, max);
            case DictionaryColumn coded when coded.dictionary().length() <= count -> ofNamed(coded, positions, count, max);
            case DictionaryColumn coded -> {
                int[] codes = new int[count];
                for (int k = 0; k < count; k++) {
                    codes[k] = coded.codeAt(positions == null ? k : positions[k]);
                }
                yield of((FixedColumn) coded.dictionary(), codes, count, max);
            }
            default -> throw new AssertionError(values.type());
        };
    }

    /** Looks at each entry once that some row names. */
    private static long ofNamed(DictionaryColumn coded, int[] positions, int count, boolean max) {
        int entries = coded.dictionary().length();
        byte[] named = new byte[entries];
        for (int k = 0; k < count; k++) {
            named[coded.codeAt(positions == null ? k : positions[k])] = 1;
        }
        int[] codes = new int[entries];
        int n = 0;
        for (int code = 0; code < entries; code++) {
            codes[n] = code;
            n += named[code];
        }
        return of((FixedColumn) coded.dictionary(), codes, n, max);
    }

    private static long of(FixedColumn values, int[] positions, int count, boolean max) {
        long from = values.dataAddress;
        long best = max ? Long.MIN_VALUE : Long.MAX_VALUE;
        switch (values.type().layout()) {
            case INT32 -> {
                for (int k = 0; k < count; k++) {
                    long value = Memory.getInt(from + 4L * (positions == null ? k : positions[k]));
                    best = max ? Math.max(best, value) : Math.min(best, value);
                }
            }
            case INT64 -> {
                for (int k = 0; k < count; k++) {
                    long value = Memory.getLong(from + 8L * (positions == null ? k : positions[k]));
                    best = max ? Math.max(best, value) : Math.min(best, value);
                }
            }
            case FLOAT64 -> {
                for (int k = 0; k < count; k++) {
                    long value = RangeSelection.doubleKey(Memory.getDouble(from + 8L * (positions == null ? k : positions[k])));
                    best = max ? Math.max(best, value) : Math.min(best, value);
                }
            }
            case BIT -> {
                for (int k = 0; k < count; k++) {
                    long value = Memory.bit(from, positions == null ? k : positions[k]) ? 1 : 0;
                    best = max ? Math.max(best, value) : Math.min(best, value);
                }
            }
            case INT128, BINARY, LIST, ROW -> throw new AssertionError(values.type());
        }
        return best;
    }
}
