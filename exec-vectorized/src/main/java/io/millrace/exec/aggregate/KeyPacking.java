package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;

/**
 * How the values of several key columns lie side by side in one or two int64 words, decided from a table's first batch. Fixed-width values keep
 * their bits (doubles made canonical); dictionary-encoded strings are numbered by a {@link StringCodes}. A value that was not foreseen (a NULL where
 * the first batch could have none, a string without dictionary) does not fit, and the table moves to the general form.
 */
final class KeyPacking {
    static final int WORDS_MAX = 2;
    private static final int WORD_BITS = 64;

    /** {@code nullShift} -1: no bit for NULL. */
    record Part(SqlType type, boolean coded, int word, int shift, int nullWord, int nullShift) {}

    private final List<Part> parts;
    private final int words;

    private KeyPacking(List<Part> parts, int words) {
        this.parts = List.copyOf(parts);
        this.words = words;
    }

    List<Part> parts() {
        return parts;
    }

    int words() {
        return words;
    }

    /** Null if keys of these types do not fit. */
    static KeyPacking of(List<SqlType> types, Column[] first, boolean nullable) {
        if (types.isEmpty()) {
            return null;
        }
        int[] used = new int[WORDS_MAX];
        int[] word = new int[types.size()];
        int[] shift = new int[types.size()];
        int[] nullWord = new int[types.size()];
        int[] nullShift = new int[types.size()];
        // wide ones first, so that the words fill up
        for (int bits = WORD_BITS; bits > 0; bits >>= 1) {
            for (int c = 0; c < first.length; c++) {
                if (bitsOf(types.get(c), first[c]) < 0) {
                    return null;
                }
                if (bitsOf(types.get(c), first[c]) == bits) {
                    int at = place(used, bits);
                    if (at < 0) {
                        return null;
                    }
                    word[c] = at / WORD_BITS;
                    shift[c] = at % WORD_BITS;
                }
            }
        }
        for (int c = 0; c < first.length; c++) {
            nullShift[c] = -1;
            boolean coded = types.get(c).layout() == Layout.BINARY;
            if (!coded && (nullable || first[c].mayHaveNulls())) {
                int at = place(used, 1);
                if (at < 0) {
                    return null;
                }
                nullWord[c] = at / WORD_BITS;
                nullShift[c] = at % WORD_BITS;
            }
        }
        List<Part> parts = new ArrayList<>();
        for (int c = 0; c < first.length; c++) {
            SqlType type = types.get(c);
            parts.add(new Part(type, type.layout() == Layout.BINARY, word[c], shift[c], nullWord[c], nullShift[c]));
        }
        return new KeyPacking(parts, used[1] > 0 ? 2 : 1);
    }

    private static int place(int[] used, int bits) {
        for (int w = 0; w < used.length; w++) {
            if (used[w] + bits <= WORD_BITS) {
                int at = w * WORD_BITS + used[w];
                used[w] += bits;
                return at;
            }
        }
        return -1;
    }

    private static int bitsOf(SqlType type, Column first) {
        return switch (type.layout()) {
            case BIT -> 1;
            case INT32 -> 32;
            case INT64, FLOAT64 -> 64;
            case BINARY -> first instanceof DictionaryColumn || first instanceof ConstantColumn ? StringCodes.BITS : -1;
            case INT128, LIST, ROW -> -1;
        };
    }
}
