package io.millrace.exec.join;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;

/** Compares the keys of probe rows with those of the build rows that were found by hash, one column at a time. */
final class KeyVerifier {
    /** What {@code heads} holds where the hash was right and the key was not. */
    static final int DIFFERENT = -2;

    private KeyVerifier() {}

    /** Sets {@code heads[i]} to {@link #DIFFERENT} where it names a row (≥ 0) whose key is not that of {@code positions[i]}. */
    static void verify(Comparison comparison, Column probe, int[] positions, int count, Column build, int[] heads) {
        boolean plain = !probe.mayHaveNulls() && !build.mayHaveNulls();
        if (plain && probe instanceof FixedColumn fixed && fixed.type().layout() == Layout.INT64) {
            longs(fixed.dataAddress, positions, count, ((FixedColumn) build).dataAddress, heads);
        } else if (plain && probe instanceof FixedColumn fixed && fixed.type().layout() == Layout.INT32) {
            ints(fixed.dataAddress, positions, count, ((FixedColumn) build).dataAddress, heads);
        } else if (build instanceof BinaryColumn strings && build.type().kind() != SqlType.Kind.CHAR && plain
                && probe instanceof BinaryColumn binary) {
            for (int i = 0; i < count; i++) {
                check(binary, positions == null ? i : positions[i], strings, heads, i);
            }
        } else if (build instanceof BinaryColumn strings && build.type().kind() != SqlType.Kind.CHAR && plain
                && probe instanceof DictionaryColumn dictionary) {
            BinaryColumn values = (BinaryColumn) dictionary.dictionary();
            for (int i = 0; i < count; i++) {
                check(values, dictionary.codeAt(positions == null ? i : positions[i]), strings, heads, i);
            }
        } else {
            for (int i = 0; i < count; i++) {
                if (heads[i] >= 0 && !comparison.equal(probe, positions == null ? i : positions[i], build, heads[i])) {
                    heads[i] = DIFFERENT;
                }
            }
        }
    }

    private static void longs(long probe, int[] positions, int count, long build, int[] heads) {
        for (int i = 0; i < count; i++) {
            int row = heads[i];
            if (row >= 0 && Memory.getLong(probe + 8L * (positions == null ? i : positions[i])) != Memory.getLong(build + 8L * row)) {
                heads[i] = DIFFERENT;
            }
        }
    }

    private static void ints(long probe, int[] positions, int count, long build, int[] heads) {
        for (int i = 0; i < count; i++) {
            int row = heads[i];
            if (row >= 0 && Memory.getInt(probe + 4L * (positions == null ? i : positions[i])) != Memory.getInt(build + 4L * row)) {
                heads[i] = DIFFERENT;
            }
        }
    }

    private static void check(BinaryColumn probe, int position, BinaryColumn build, int[] heads, int i) {
        int row = heads[i];
        if (row < 0) {
            return;
        }
        int length = probe.lengthAt(position);
        if (length != build.lengthAt(row) || !Memory.equal(probe.startAt(position), build.startAt(row), length)) {
            heads[i] = DIFFERENT;
        }
    }
}
