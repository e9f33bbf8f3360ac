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
        int n = 0;
        int p = 0;
        for (int k = 0; k < count; k++) {
            int i = whole == null ? k : whole.at(k);
            if (p < part.count() && part.at(p) == i) {
                p++;
            } else {
                rest[n++] = i;
            }
        }
        return new Selection(rest, n);
    }

    /** Of two disjoint sets, neither null. */
    static Selection union(Selection left, Selection right) {
        if (left.count() == 0) {
            return right;
        }
        if (right.count() == 0) {
            return left;
        }
        int[] merged = new int[left.count() + right.count()];
        int l = 0;
        int r = 0;
        for (int n = 0; n < merged.length; n++) {
            boolean takeLeft = r == right.count() || l < left.count() && left.at(l) < right.at(r);
            merged[n] = takeLeft ? left.at(l++) : right.at(r++);
        }
        return new Selection(merged, merged.length);
    }
}
