package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
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
 * The distinct combinations of several string columns' values, numbered; one for all tables of an aggregation, so that a number means the same in each
 * of them. Any thread.
 */
final class TupleNumbers implements AutoCloseable {
    private static final long UNKNOWN = -1;

    // Guarded by this
    private final ColumnarGroupKeys tuples;
    private final Map<Integer, Translation> translations = new HashMap<>();
    /** What {@link #decode} gave out: the views of the first column whose buffers are others than the one before. */
    private final List<Column> given = new ArrayList<>();

    /**
     * What the codes of some dictionaries mean. An entry is a number and, in its upper half, which columns are NULL where it counts; entries are written
     * once and read without a lock: whoever does not see one yet asks again.
     */
    static final class Translation {
        private final List<Column> dictionaries = new ArrayList<>();
        private final boolean identity;
        private volatile long[] entries = new long[0];

        private Translation(Column[] keys, boolean identity) {
            this.identity = identity;
            for (Column key : keys) {
                if (key instanceof DictionaryColumn coded) {
                    dictionaries.add(coded.dictionary().retain());
                }
            }
        }

        /** Whether codes are numbers already. */
        boolean identity() {
            return identity;
        }

        /** At least one entry a code of the dictionaries. */
        long[] entries() {
            return entries;
        }

        static long entry(int number, int nulls) {
            return (long) nulls << 32 | number;
        }

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

        private void reserve(int codes) {
            int old = entries.length;
            if (old < codes) {
                long[] longer = Arrays.copyOf(entries, Math.max(codes, Math.min(2 * old, 1 << 20)));
                Arrays.fill(longer, old, longer.length, UNKNOWN);
                entries = longer;
            }
        }

        private void forget() {
            dictionaries.forEach(Column::close);
            dictionaries.clear();
        }
    }

    TupleNumbers(BufferAllocator allocator, List<SqlType> types) {
        this.tuples = new ColumnarGroupKeys(allocator, types);
    }

    /** The same buffers; longer than it was is the same, since what has been given out never changes. */
    private static boolean same(Column known, Column met) {
        return switch (known) {
            case BinaryColumn k -> met instanceof BinaryColumn m && k.dataAddress == m.dataAddress && k.offsetsAddress == m.offsetsAddress;
            case FixedColumn k -> met instanceof FixedColumn m && k.dataAddress == m.dataAddress;
            default -> false;
        };
    }

    /** The meaning of the codes that {@code keys} share; those of the columns that are in {@code present}, one bit each, are dictionaries. */
    synchronized Translation translation(int present, Column[] keys) {
        Translation known = translations.get(present);
        if (known == null || !known.of(keys)) {
            if (known != null) {
                known.forget();
            }
            known = new Translation(keys, present == (1 << keys.length) - 1 && isGiven((DictionaryColumn) keys[0]));
            translations.put(present, known);
        }
        for (Column key : keys) {
            if (key instanceof DictionaryColumn coded && !known.identity) {
                known.reserve(coded.dictionary().length());
            }
        }
        return known;
    }

    private boolean isGiven(DictionaryColumn first) {
        return given.stream().anyMatch(view -> same(view, first.dictionary()));
    }

    /** The numbers of the rows at {@code positions[0..count)}. */
    synchronized void assign(Column[] keys, int[] positions, int count, int[] numbers) {
        tuples.assign(keys, positions, count, numbers);
    }

    /** Columns whose rows have the numbers that lie {@code shift} bits up in the words at {@code from}; they share their codes. Owned by the caller. */
    synchronized List<Column> decode(BufferAllocator payer, long from, int shift, int count) {
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
            note((DictionaryColumn) columns.get(0));
            return columns;
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        } finally {
            codes.close();
        }
    }

    private void note(DictionaryColumn first) {
        if (given.isEmpty() || !same(given.getLast(), first.dictionary())) {
            given.add(first.dictionary().retain());
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

    @Override
    public synchronized void close() {
        translations.values().forEach(Translation::forget);
        translations.clear();
        given.forEach(Column::close);
        given.clear();
        tuples.close();
    }
}
