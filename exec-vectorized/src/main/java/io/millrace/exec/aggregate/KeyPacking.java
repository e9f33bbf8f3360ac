package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * How the values of several key columns lie side by side in one or two int64 words, decided from a table's first batch. Fixed-width values keep
 * their bits (doubles made canonical), integers only as many as the first batch asks for if they would not fit otherwise; dictionary-encoded strings
 * are numbered by a {@link StringCodes}, and strings that share their codes together by a {@link TupleCodes}. A value that was not foreseen (a NULL where
 * the first batch could have none, a string without dictionary, an integer out of range) does not fit, and the table moves to the general form.
 */
final class KeyPacking {
    static final int WORDS_MAX = 2;
    private static final int WORD_BITS = 64;
    /** The numbers of combinations of strings. */
    private static final int TUPLE_BITS = 32;
    /** Columns of a tuple: one bit each says where it is NULL. */
    private static final int SHARING_MAX = 30;
    /** Integers are narrowed to so many bits where all of the first batch fit into one less. */
    private static final int[] NARROW_BITS = {16, 32};

    /** How a part's bits come from its columns. */
    enum Form {
        /** The values' bits. */
        FIXED,
        /** An integer's distance from the least that {@link Part#bits} can hold. */
        NARROW,
        /** One string column's {@link StringCodes}. */
        CODED,
        /** Several string columns' {@link TupleCodes}. */
        TUPLE
    }

    /** {@code columns} of the keys, one but for a tuple. {@code nullShift} -1: no bit for NULL. */
    record Part(List<Integer> columns, SqlType type, Form form, int bits, int word, int shift, int nullWord, int nullShift) {}

    private final List<SqlType> types;
    private final List<Part> parts;
    private final int words;

    private KeyPacking(List<SqlType> types, List<Part> parts, int words) {
        this.types = List.copyOf(types);
        this.parts = List.copyOf(parts);
        this.words = words;
    }

    List<SqlType> types() {
        return types;
    }

    List<Part> parts() {
        return parts;
    }

    int words() {
        return words;
    }

    /** Null if keys of these types do not fit. {@code first}: the first batch's keys at {@code positions[0..count)}. */
    static KeyPacking of(List<SqlType> types, Column[] first, int[] positions, int count, boolean nullable) {
        if (types.isEmpty()) {
            return null;
        }
        List<Part> wanted = new ArrayList<>();
        BitSet taken = new BitSet();
        for (int c = 0; c < first.length; c++) {
            if (taken.get(c)) {
                continue;
            }
            List<Integer> sharing = sharing(types, first, c);
            sharing.forEach(taken::set);
            Part part = sharing.size() > 1
                    ? new Part(sharing, types.get(c), Form.TUPLE, TUPLE_BITS, 0, 0, 0, -1)
                    : single(types.get(c), first[c], c);
            if (part == null) {
                return null;
            }
            wanted.add(part);
        }
        KeyPacking packing = place(types, wanted, first, nullable);
        if (packing != null) {
            return packing;
        }
        wanted.replaceAll(part -> part.form() == Form.FIXED ? narrowed(part, first[part.columns().get(0)], positions, count) : part);
        return place(types, wanted, first, nullable);
    }

    /** The string columns from {@code c} on that have the same codes. */
    private static List<Integer> sharing(List<SqlType> types, Column[] first, int c) {
        List<Integer> columns = new ArrayList<>(List.of(c));
        for (int other = c + 1; other < first.length && columns.size() < SHARING_MAX; other++) {
            if (first[c] instanceof DictionaryColumn a && first[other] instanceof DictionaryColumn b && a.codesAddress == b.codesAddress
                    && types.get(c).layout() == Layout.BINARY && types.get(other).layout() == Layout.BINARY) {
                columns.add(other);
            }
        }
        return columns;
    }

    private static Part single(SqlType type, Column first, int column) {
        int bits = switch (type.layout()) {
            case BIT -> 1;
            case INT32 -> 32;
            case INT64, FLOAT64 -> 64;
            case BINARY -> 0;
            case INT128, LIST, ROW -> -1;
        };
        if (bits > 0) {
            return new Part(List.of(column), type, Form.FIXED, bits, 0, 0, 0, -1);
        }
        if (bits < 0) {
            return null;
        }
        if (first instanceof DictionaryColumn coded && coded.dictionary().length() >= StringCodes.NULL_CODE) {
            return new Part(List.of(column), type, Form.TUPLE, TUPLE_BITS, 0, 0, 0, -1);
        }
        return first instanceof DictionaryColumn || first instanceof ConstantColumn
                ? new Part(List.of(column), type, Form.CODED, StringCodes.BITS, 0, 0, 0, -1)
                : null;
    }

    private static Part narrowed(Part part, Column first, int[] positions, int count) {
        if (part.type().layout() != Layout.INT32 && part.type().layout() != Layout.INT64) {
            return part;
        }
        long most = 0;
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            if (!first.isNull(i)) {
                long value = valueAt(first, i);
                most |= value ^ value >> 63;
            }
        }
        for (int bits : NARROW_BITS) {
            // One bit is the sign's, and one is left for what comes later
            if (bits < part.bits() && most < 1L << bits - 2) {
                return new Part(part.columns(), part.type(), Form.NARROW, bits, 0, 0, 0, -1);
            }
        }
        return part;
    }

    private static long valueAt(Column column, int position) {
        return switch (column) {
            case FixedColumn fixed -> fixed.type().layout() == Layout.INT32 ? fixed.intAt(position) : fixed.longAt(position);
            case ConstantColumn constant -> valueAt(constant.value(), 0);
            case DictionaryColumn coded -> valueAt(coded.dictionary(), coded.codeAt(position));
            default -> throw new AssertionError(column.type());
        };
    }

    /** Null if there is not enough room. */
    private static KeyPacking place(List<SqlType> types, List<Part> wanted, Column[] first, boolean nullable) {
        int[] used = new int[WORDS_MAX];
        Part[] placed = new Part[wanted.size()];
        // wide ones first, so that the words fill up
        for (int bits = WORD_BITS; bits > 0; bits >>= 1) {
            for (int p = 0; p < placed.length; p++) {
                Part part = wanted.get(p);
                if (part.bits() == bits) {
                    int at = place(used, bits);
                    if (at < 0) {
                        return null;
                    }
                    placed[p] = new Part(part.columns(), part.type(), part.form(), bits, at / WORD_BITS, at % WORD_BITS, 0, -1);
                }
            }
        }
        for (int p = 0; p < placed.length; p++) {
            Part part = placed[p];
            boolean fixed = part.form() == Form.FIXED || part.form() == Form.NARROW;
            if (fixed && (nullable || first[part.columns().get(0)].mayHaveNulls())) {
                int at = place(used, 1);
                if (at < 0) {
                    return null;
                }
                placed[p] = new Part(part.columns(), part.type(), part.form(), part.bits(), part.word(), part.shift(), at / WORD_BITS,
                        at % WORD_BITS);
            }
        }
        return new KeyPacking(types, Arrays.asList(placed), used[1] > 0 ? 2 : 1);
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
}
