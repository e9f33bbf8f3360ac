package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;

/** Runs a {@link ValueTest} over a column of any encoding: once for a constant, once an entry for a dictionary. One instance per thread. */
final class TestSelection implements AutoCloseable {
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

    private int byCode(DictionaryColumn column, Rows rows, int[] out) {
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
