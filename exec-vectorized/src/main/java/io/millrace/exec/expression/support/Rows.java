package io.millrace.exec.expression.support;

import io.millrace.common.batch.Selection;

/**
 * The rows to compute, of columns of length {@code length}: {@code positions[0..count)} ascending, or all of them if {@code positions} is null (then
 * {@code count == length}). Hot loops take the fields into locals and write {@code int i = positions == null ? k : positions[k]}.
 */
public record Rows(int length, int[] positions, int count) {
    public static Rows all(int length) {
        return new Rows(length, null, length);
    }

    public static Rows of(int length, Selection selection) {
        return selection == null ? all(length) : new Rows(length, selection.positions(), selection.count());
    }

    public int at(int k) {
        return positions == null ? k : positions[k];
    }

    /** As a selection; null for all. */
    public Selection selection() {
        return positions == null ? null : new Selection(positions, count);
    }

    /** Those rows whose bit is set; {@code validity} is an address, 0 for all set. */
    public Rows where(long validity) {
        if (validity == 0) {
            return this;
        }
        int[] kept = new int[count];
        int n = 0;
        if (positions == null) {
            for (int i = 0; i < count; i++) {
                kept[n] = i;
                n += Validity.bit(validity, i);
            }
        } else {
            for (int k = 0; k < count; k++) {
                int i = positions[k];
                kept[n] = i;
                n += Validity.bit(validity, i);
            }
        }
        return n == count ? this : new Rows(length, kept, n);
    }
}
