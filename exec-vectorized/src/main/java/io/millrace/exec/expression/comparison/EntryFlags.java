package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import java.util.Arrays;

/** Which entries of a dictionary pass a test; the last dictionary's are kept, and known again by address, which the retained column keeps alive. */
final class EntryFlags implements AutoCloseable {
    private final ValueTest test;
    private Column dictionary;
    private byte[] flags = new byte[1];

    EntryFlags(ValueTest test) {
        this.test = test;
    }

    /** One byte an entry, 1 if it passes; at least one byte. */
    byte[] of(DictionaryColumn column) {
        Column entries = column.dictionary();
        if (!know(column)) {
            close();
            compute(entries);
            dictionary = entries.retain();
        }
        return flags;
    }

    /** Whether this dictionary's flags are there. */
    boolean know(DictionaryColumn column) {
        return dictionary != null && same(dictionary, column.dictionary());
    }

    private static boolean same(Column a, Column b) {
        Operand left = new Operand(a);
        Operand right = new Operand(b);
        return a.length() == b.length() && left.data == right.data && left.offsets == right.offsets && left.data != 0;
    }

    private void compute(Column entries) {
        int length = entries.length();
        if (flags.length < length) {
            flags = new byte[length];
        } else {
            Arrays.fill(flags, (byte) 0);
        }
        int[] passed = new int[length];
        int count = test.select(entries, Rows.all(length), passed);
        for (int k = 0; k < count; k++) {
            flags[passed[k]] = 1;
        }
    }

    @Override
    public void close() {
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
    }
}
