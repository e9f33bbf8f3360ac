package io.millrace.exec.match;

import io.millrace.common.plan.MatchValue.Navigation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that a match maps so far, one after another from its first: a stack, since the search goes forth and back. */
final class MatchPath {
    private final int[][] setsOf;
    private final int[][] members;
    private final int[] counts;
    private final List<Reader> readers = new ArrayList<>();
    private int[] labels = new int[64];
    private boolean[] excluded = new boolean[64];
    /** Of all labels up to each length, 128 bits to tell paths apart by. */
    private long[] high = new long[65];
    private long[] low = new long[65];
    private int start;
    private int length;

    MatchPath(VariableSets sets) {
        this.setsOf = sets.byVariable();
        this.members = new int[sets.size()][16];
        this.counts = new int[sets.size()];
    }

    /** Knows how far the members of a set are the same as when it last asked. */
    static final class Reader {
        private final int set;
        private int least;

        private Reader(int set) {
            this.set = set;
        }

        /** The least number of members since the last call: so many are still the same ones. */
        int takeLeast() {
            int taken = least;
            least = Integer.MAX_VALUE;
            return taken;
        }
    }

    Reader reader(int set) {
        Reader reader = new Reader(set);
        readers.add(reader);
        return reader;
    }

    void begin(int firstRow) {
        start = firstRow;
        length = 0;
        Arrays.fill(counts, 0);
        lower();
    }

    private void lower() {
        for (Reader reader : readers) {
            reader.least = Math.min(reader.least, count(reader.set));
        }
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    int label(int index) {
        return labels[index];
    }

    long high() {
        return high[length];
    }

    long low() {
        return low[length];
    }

    boolean excluded(int index) {
        return excluded[index];
    }

    /** Maps the next row. */
    void push(int variable, boolean exclude) {
        if (length == labels.length) {
            labels = Arrays.copyOf(labels, 2 * length);
            excluded = Arrays.copyOf(excluded, 2 * length);
            high = Arrays.copyOf(high, 2 * length + 1);
            low = Arrays.copyOf(low, 2 * length + 1);
        }
        high[length + 1] = Long.rotateLeft(high[length] ^ variable + 1, 23) * 0x9E3779B97F4A7C15L;
        low[length + 1] = (low[length] + variable + 1) * 0xD6E8FEB86659FD93L;
        labels[length] = variable;
        excluded[length] = exclude;
        for (int set : setsOf[variable]) {
            if (counts[set] == members[set].length) {
                members[set] = Arrays.copyOf(members[set], 2 * counts[set]);
            }
            members[set][counts[set]++] = length;
        }
        length++;
    }

    /** Takes rows back until {@code newLength} are left. */
    void truncate(int newLength) {
        while (length > newLength) {
            for (int set : setsOf[labels[--length]]) {
                counts[set]--;
            }
        }
        lower();
    }

    /** How many rows are mapped to a variable of the set. */
    int count(int set) {
        return set == VariableSets.ALL ? length : counts[set];
    }

    /** The physical row of a set's member. */
    int row(int set, int member) {
        return start + (set == VariableSets.ALL ? member : members[set][member]);
    }

    /** The row that is navigated to, all rows so far being visible; -1 if there is none between {@code from} and {@code to}. */
    int navigate(Navigation at, int set, int from, int to) {
        int count = count(set);
        int member = at.last() ? count - 1 - at.offset() : at.offset();
        if (member < 0 || member >= count) {
            return -1;
        }
        long row = (long) row(set, member) + at.shift();
        return row >= from && row < to ? (int) row : -1;
    }

    /** The variable that a physical row is mapped to, -1 if it is not. */
    int labelOf(int row) {
        return row >= start && row < start + length ? labels[row - start] : -1;
    }
}
