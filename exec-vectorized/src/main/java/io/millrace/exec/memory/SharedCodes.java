package io.millrace.exec.memory;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Columns of a batch that share their codes, and their dictionaries, retained: what {@link CodedStore} keeps the rows of. A dictionary may grow from
 * batch to batch as long as what was there stays where it is.
 */
final class SharedCodes implements AutoCloseable {
    private final List<Integer> columns;
    private final List<Column> dictionaries = new ArrayList<>();

    private SharedCodes(List<Integer> columns, Batch batch) {
        this.columns = List.copyOf(columns);
        columns.forEach(c -> dictionaries.add(((DictionaryColumn) batch.column(c)).dictionary().retain()));
    }

    /** The sets of two or more string columns with the same codes. */
    static List<SharedCodes> of(Batch batch) {
        List<SharedCodes> all = new ArrayList<>();
        sets(batch).forEach(columns -> all.add(new SharedCodes(columns, batch)));
        return all;
    }

    private static List<List<Integer>> sets(Batch batch) {
        List<List<Integer>> sets = new ArrayList<>();
        BitSet taken = new BitSet();
        for (int c = 0; c < batch.width(); c++) {
            if (taken.get(c) || !(batch.column(c) instanceof DictionaryColumn first) || !(first.dictionary() instanceof BinaryColumn)) {
                continue;
            }
            List<Integer> columns = new ArrayList<>(List.of(c));
            for (int other = c + 1; other < batch.width(); other++) {
                if (batch.column(other) instanceof DictionaryColumn coded && coded.codesAddress == first.codesAddress
                        && coded.dictionary() instanceof BinaryColumn) {
                    columns.add(other);
                    taken.set(other);
                }
            }
            if (columns.size() > 1) {
                sets.add(columns);
            }
        }
        return sets;
    }

    /** Whether a batch has the same columns over the same dictionaries; grown ones are taken over. */
    static boolean match(List<SharedCodes> known, Batch batch) {
        List<List<Integer>> sets = sets(batch);
        if (sets.size() != known.size()) {
            return false;
        }
        for (int s = 0; s < sets.size(); s++) {
            if (!known.get(s).matches(sets.get(s), batch)) {
                return false;
            }
        }
        known.forEach(codes -> codes.grow(batch));
        return true;
    }

    private boolean matches(List<Integer> others, Batch batch) {
        if (!columns.equals(others)) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            BinaryColumn met = (BinaryColumn) column(batch, i).dictionary();
            BinaryColumn held = (BinaryColumn) dictionaries.get(i);
            if (met.dataAddress != held.dataAddress || met.offsetsAddress != held.offsetsAddress) {
                return false;
            }
        }
        return true;
    }

    private void grow(Batch batch) {
        for (int i = 0; i < columns.size(); i++) {
            Column met = column(batch, i).dictionary();
            if (met.length() > dictionaries.get(i).length()) {
                met.retain();
                dictionaries.get(i).close();
                dictionaries.set(i, met);
            }
        }
    }

    /** Numbers of the columns. */
    List<Integer> columns() {
        return columns;
    }

    DictionaryColumn column(Batch batch, int index) {
        return (DictionaryColumn) batch.column(columns.get(index));
    }

    /** Not retained. */
    Column dictionary(int index) {
        return dictionaries.get(index);
    }

    /** Memory of the dictionaries. */
    long bytes() {
        return dictionaries.stream().mapToLong(Column::bytes).sum();
    }

    @Override
    public void close() {
        dictionaries.forEach(Column::close);
        dictionaries.clear();
    }
}
