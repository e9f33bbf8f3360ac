package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;

/** Runs a {@link ValueTest} over a column of any encoding: once for a constant, once an entry for a dictionary. One instance per thread. */
final class TestSelection implements AutoCloseable {
    /** Entries a row above which they are not all tested. */
    private static final int ENTRIES_PER_ROW_MAX = 4;

    private final ValueTest test;
    private final EntryFlags entries;

    TestSelection(ValueTest test) {
        this.test = test;
        this.entries = new EntryFlags(test);
    }

    /** As {@link ValueTest#select}. */
    int select(Column column, Rows rows, int[] out) {
        return switch (column) {
            case ConstantColumn constant -> {
                if (test.select(constant.value(), Rows.all(1), new int[1]) == 0) {
                    yield 0;
                }
                for (int k = 0; k < rows.count(); k++) {
                    out[k] = rows.at(k);
                }
                yield rows.count();
            }
            case DictionaryColumn dictionary -> byCode(dictionary, rows, out);
            default -> test.select(column, rows, out);
        };
    }

    /** A dictionary much larger than what is left of the batch: tests the entries that rows name, as often as they name them. */
    private int byNamedEntry(DictionaryColumn column, Rows rows, int[] out) {
        int[] positions = new int[rows.count()];
        int[] named = new int[rows.count()];
        int count = 0;
        for (int k = 0; k < rows.count(); k++) {
            if (!column.isNull(rows.at(k))) {
                positions[count] = rows.at(k);
                named[count++] = column.codeAt(rows.at(k));
            }
        }
        int[] passed = new int[count];
        int passedCount = test.select(column.dictionary(), new Rows(column.dictionary().length(), named, count), passed);
        int n = 0;
        for (int k = 0; k < count && n < passedCount; k++) {
            // An entry passes wherever it is named or nowhere, so the two lists run side by side
            if (named[k] == passed[n]) {
                out[n++] = positions[k];
            }
        }
        return n;
    }

    private int byCode(DictionaryColumn column, Rows rows, int[] out) {
        if (column.dictionary().length() > ENTRIES_PER_ROW_MAX * rows.count() && !entries.know(column)) {
            return byNamedEntry(column, rows, out);
        }
        byte[] flags = entries.of(column);
        long codes = column.codesAddress;
        long validity = column.validityAddress;
        int[] in = rows.positions();
        int count = rows.count();
        int n = 0;
        if (validity == 0) {
            for (int k = 0; k < count; k++) {
                int i = in == null ? k : in[k];
                out[n] = i;
                n += flags[Memory.getInt(codes + 4L * i)];
            }
        } else {
            for (int k = 0; k < count; k++) {
                int i = in == null ? k : in[k];
                out[n] = i;
                n += flags[Memory.getInt(codes + 4L * i)] & Validity.bit(validity, i);
            }
        }
        return n;
    }

    @Override
    public void close() {
        entries.close();
    }
}
