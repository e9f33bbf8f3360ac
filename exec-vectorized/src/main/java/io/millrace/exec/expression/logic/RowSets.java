package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Selection;

/** Ascending sets of positions; a null selection stands for all rows of a batch. */
final class RowSets {
    static final Selection NONE = new Selection(new int[0], 0);

    private RowSets() {}

    static int count(Selection selection, int length) {
        return selection == null ? length : selection.count();
    }

    /** {@code whole} without {@code part}, which is a subset of it. */
    static Selection without(Selection whole, Selection part, int length) {
        int count = count(whole, length);
        if (part == whole) {
            return count == 0 ? whole : NONE;
        }
        if (part.count() == 0) {
            return whole;
        }
        int[] rest = new int[count];
        int[] all = whole == null ? null : whole.positions();
        int[] gone = part.positions();
        int n = 0;
        int p = 0;
        int k = 0;
        for (; p < part.count(); k++) {
            int i = all == null ? k : all[k];
            int hit = gone[p] == i ? 1 : 0;
            rest[n] = i;
            n += 1 - hit;
            p += hit;
        }
        for (; k < count; k++) {
            rest[n++] = all == null ? k : all[k];
        }
        return new Selection(rest, n);
    }
}
