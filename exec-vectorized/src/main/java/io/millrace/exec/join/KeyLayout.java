package io.millrace.exec.join;

import io.millrace.common.type.SqlType;
import java.util.List;

/**
 * How a join's keys are compared: packed into one or two words where they have fixed widths, together at most 128 bits, and NULL never equals NULL;
 * else by their hash and then column by column.
 *
 * @param words 1 or 2; 0: by hash
 * @param shifts of packed keys: bit position of each in its word, 64 and more in the second word
 */
record KeyLayout(int words, int[] shifts, boolean[] nullSafe) {
    private static final int WORD_BITS = 64;

    static KeyLayout of(List<SqlType> types, List<Boolean> nullSafe) {
        boolean[] safe = new boolean[types.size()];
        int[] shifts = new int[types.size()];
        int[] used = new int[2];
        boolean packed = !types.isEmpty();
        for (int k = 0; k < safe.length; k++) {
            safe[k] = nullSafe.get(k);
            int bits = bitsOf(types.get(k));
            packed &= !safe[k] && bits > 0;
            if (!packed) {
                continue;
            }
            if (bits == 2 * WORD_BITS) {
                packed = types.size() == 1;
                used[1] = WORD_BITS;
            } else if (used[0] + bits <= WORD_BITS) {
                shifts[k] = used[0];
                used[0] += bits;
            } else if (used[1] + bits <= WORD_BITS) {
                shifts[k] = WORD_BITS + used[1];
                used[1] += bits;
            } else {
                packed = false;
            }
        }
        return new KeyLayout(packed ? used[1] > 0 ? 2 : 1 : 0, shifts, safe);
    }

    private static int bitsOf(SqlType type) {
        return switch (type.layout()) {
            case BIT -> 1;
            case INT32 -> 32;
            case INT64, FLOAT64 -> WORD_BITS;
            case INT128 -> 2 * WORD_BITS;
            case BINARY, LIST, ROW -> 0;
        };
    }
}
