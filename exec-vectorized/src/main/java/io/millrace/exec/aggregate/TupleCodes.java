package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers the distinct combinations of several key columns that share their codes, as the strings of one build side do: a code names one row of the
 * build side and thereby the values of all its columns, so rows are told apart by one number, and values are hashed and compared once a code instead of
 * once a row. Where the columns do not share codes after all, values are compared row by row.
 */
final class TupleCodes implements AutoCloseable {
    private static final int UNKNOWN = -1;
    private static final int PENDING = -2;

    private final ColumnarGroupKeys tuples;
    /** By the columns that are not NULL throughout, one bit a column. */
    private final Map<Integer, Translation> translations = new HashMap<>();

    private int[] pending = new int[0];
    private int[] pendingRows = new int[0];
    private int[] ids = new int[0];

    /** The numbers of a dictionary's codes, for as long as batches name the same dictionary. */
    private static final class Translation {
        private final List<Column> dictionaries = new ArrayList<>();
        private int[] numbers = new int[0];

        private boolean of(Column[] keys) {
            int d = 0;
            for (Column key : keys) {
                if (key instanceof DictionaryColumn coded
                        && (d == dictionaries.size() || !same(dictionaries.get(d++), coded.dictionary()))) {
                    return false;
                }
            }
            return true;
        }

        /** Longer than it was is the same, since what has been given out never changes. */
        private static boolean same(Column known, Column met) {
            return switch (known) {
                case BinaryColumn k ->
                        met instanceof BinaryColumn m && k.dataAddress == m.dataAddress && k.offsetsAddress == m.offsetsAddress;
                case FixedColumn k -> met instanceof FixedColumn m && k.dataAddress == m.dataAddress;
                default -> false;
            };
        }

        private void reset(Column[] keys) {
            forget();
            for (Column key : keys) {
                if (key instanceof DictionaryColumn coded) {
                    dictionaries.add(coded.dictionary().retain());
                }
            }
            numbers = new int[0];
        }

        private void reserve(int codes) {
            if (numbers.length < codes) {
                int old = numbers.length;
                numbers = Arrays.copyOf(numbers, Math.max(codes, Math.min(2 * old, 1 << 20)));
                Arrays.fill(numbers, old, numbers.length, UNKNOWN);
            }
        }

        private void forget() {
            dictionaries.forEach(Column::close);
            dictionaries.clear();
        }
    }

    TupleCodes(BufferAllocator allocator, List<SqlType> types) {
        this.tuples = new ColumnarGroupKeys(allocator, types);
    }

    /** Adds the number of each row's combination to {@code words}, {@code shift} bits up. */
    void encode(Column[] keys, int[] positions, int count, long[] words, int shift) {
        int present = sharing(keys);
        if (present == 0) {
            assign(keys, positions, count);
            for (int k = 0; k < count; k++) {
                words[k] |= (long) ids[k] << shift;
            }
            return;
        }
        Translation translation = translations.computeIfAbsent(present, mask -> new Translation());
        if (!translation.of(keys)) {
            translation.reset(keys);
        }
        encodeShared(keys, translation, positions, count, words, shift);
    }

    /** The columns that share their codes if all others are NULL throughout; 0 if they do not. */
    private static int sharing(Column[] keys) {
        int present = 0;
        DictionaryColumn first = null;
        for (int c = 0; c < keys.length; c++) {
            if (keys[c] instanceof DictionaryColumn coded) {
                first = first == null ? coded : first;
                if (coded.codesAddress != first.codesAddress) {
                    return 0;
                }
                present |= 1 << c;
            } else if (!(keys[c] instanceof ConstantColumn constant && constant.mayHaveNulls())) {
                return 0;
            }
        }
        return present;
    }

    private void encodeShared(Column[] keys, Translation translation, int[] positions, int count, long[] words, int shift) {
        DictionaryColumn first = null;
        List<DictionaryColumn> nullable = new ArrayList<>();
        for (Column key : keys) {
            if (key instanceof DictionaryColumn coded) {
                first = first == null ? coded : first;
                translation.reserve(coded.dictionary().length());
                if (coded.mayHaveNulls()) {
                    nullable.add(coded);
                }
            }
        }
        room(count);
        int[] numbers = translation.numbers;
        long codes = first.codesAddress;
        int later = 0;
        int asked = 0;
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            if (!nullable.isEmpty() && anyNull(nullable, i)) {
                // The codes say nothing of a value that is NULL here
                pending[later++] = ~k;
                pendingRows[asked++] = i;
                continue;
            }
            int code = Memory.getInt(codes + 4L * i);
            int number = numbers[code];
            if (number >= 0) {
                words[k] |= (long) number << shift;
                continue;
            }
            pending[later++] = k;
            if (number == UNKNOWN) {
                numbers[code] = PENDING;
                pendingRows[asked++] = i;
            }
        }
        if (later > 0) {
            settle(keys, numbers, codes, positions, later, asked, words, shift);
        }
    }

    private static boolean anyNull(List<DictionaryColumn> columns, int position) {
        for (DictionaryColumn column : columns) {
            if (column.isNull(position)) {
                return true;
            }
        }
        return false;
    }

    /** Numbers the rows that were left over: {@link #pendingRows} are looked up, and {@link #pending} says whose they are (complement: its own alone). */
    private void settle(Column[] keys, int[] numbers, long codes, int[] positions, int later, int asked, long[] words, int shift) {
        tuples.assign(keys, pendingRows, asked, ids);
        int answered = 0;
        for (int p = 0; p < later; p++) {
            int k = pending[p] < 0 ? ~pending[p] : pending[p];
            if (pending[p] < 0) {
                words[k] |= (long) ids[answered++] << shift;
                continue;
            }
            int code = Memory.getInt(codes + 4L * (positions == null ? k : positions[k]));
            if (numbers[code] == PENDING) {
                numbers[code] = ids[answered++];
            }
            words[k] |= (long) numbers[code] << shift;
        }
        assert answered == asked;
    }

    private void assign(Column[] keys, int[] positions, int count) {
        room(count);
        tuples.assign(keys, positions, count, ids);
    }

    private void room(int count) {
        if (ids.length < count) {
            ids = new int[count];
            pending = new int[count];
            pendingRows = new int[count];
        }
    }

    /** Columns whose rows have the numbers that lie {@code shift} bits up in the words at {@code from}; they share their codes. Owned by the caller. */
    List<Column> decode(BufferAllocator payer, long from, int shift, int count) {
        ArrowBuf codes = Buffers.allocate(payer, 4L * count);
        long to = codes.memoryAddress();
        for (int k = 0; k < count; k++) {
            Memory.putInt(to + 4L * k, (int) (Memory.getLong(from + 8L * k) >>> shift));
        }
        List<Column> columns = new ArrayList<>();
        try {
            for (int c = 0; c < tuples.columns(); c++) {
                try (Column values = tuples.view(c)) {
                    ArrowBuf validity = validity(payer, values, to, count);
                    codes.getReferenceManager().retain();
                    columns.add(new DictionaryColumn(count, codes, validity, withoutNulls(values)));
                }
            }
            return columns;
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        } finally {
            codes.close();
        }
    }

    private static ArrowBuf validity(BufferAllocator payer, Column values, long codes, int count) {
        ArrowBuf validity = null;
        for (int k = 0; values.mayHaveNulls() && k < count; k++) {
            if (values.isNull(Memory.getInt(codes + 4L * k))) {
                validity = validity == null ? Buffers.allocateOnes(payer, count) : validity;
                Memory.clearBit(validity.memoryAddress(), k);
            }
        }
        return validity;
    }

    private static Column withoutNulls(Column values) {
        if (!values.mayHaveNulls()) {
            return values.retain();
        }
        BinaryColumn strings = (BinaryColumn) values;
        strings.offsets().getReferenceManager().retain();
        strings.data().getReferenceManager().retain();
        return new BinaryColumn(strings.type(), strings.length(), strings.offsets(), strings.data(), null);
    }

    long bytes() {
        return tuples.bytes();
    }

    @Override
    public void close() {
        translations.values().forEach(Translation::forget);
        tuples.close();
    }
}
