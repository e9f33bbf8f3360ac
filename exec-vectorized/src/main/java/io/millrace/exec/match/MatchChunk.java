package io.millrace.exec.match;

import java.util.Arrays;

/** Rows that come out, and the matches that they come from: parallel arrays that grow and are used again. */
final class MatchChunk {
    /** Of a row that is in no match. */
    static final int UNMATCHED = -1;

    private int[] rows = new int[1024];
    private int[] matches = new int[1024];
    private int[] visible = new int[1024];
    private int rowCount;
    private int unmatched;

    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int[] labelsAt = new int[64];
    private int[] partitions = new int[64];
    private long[] numbers = new long[64];
    private int matchCount;
    private int[] labels = new int[1024];
    private int labelCount;

    void clear() {
        rowCount = 0;
        unmatched = 0;
        matchCount = 0;
        labelCount = 0;
    }

    /** A match, to which the rows that are put out next belong. */
    void addMatch(MatchPath path, int partition, long number) {
        if (matchCount == starts.length) {
            int capacity = 2 * matchCount;
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            labelsAt = Arrays.copyOf(labelsAt, capacity);
            partitions = Arrays.copyOf(partitions, capacity);
            numbers = Arrays.copyOf(numbers, capacity);
        }
        int length = path.length();
        starts[matchCount] = path.start();
        lengths[matchCount] = length;
        labelsAt[matchCount] = labelCount;
        partitions[matchCount] = partition;
        numbers[matchCount] = number;
        if (labelCount + length > labels.length) {
            labels = Arrays.copyOf(labels, Math.max(labelCount + length, 2 * labels.length));
        }
        for (int i = 0; i < length; i++) {
            labels[labelCount++] = path.label(i);
        }
        matchCount++;
    }

    /** Puts out a row of the latest match, at which so many of its rows are visible. */
    void addRow(int row, int visibleRows) {
        add(row, matchCount - 1, visibleRows);
    }

    void addUnmatched(int row) {
        add(row, UNMATCHED, 0);
        unmatched++;
    }

    private void add(int row, int match, int visibleRows) {
        if (rowCount == rows.length) {
            rows = Arrays.copyOf(rows, 2 * rowCount);
            matches = Arrays.copyOf(matches, 2 * rowCount);
            visible = Arrays.copyOf(visible, 2 * rowCount);
        }
        rows[rowCount] = row;
        matches[rowCount] = match;
        visible[rowCount++] = visibleRows;
    }

    int rowCount() {
        return rowCount;
    }

    /** How many of the rows are in no match. */
    int unmatchedCount() {
        return unmatched;
    }

    /** Rows of the input, one for each that comes out. */
    int[] rows() {
        return rows;
    }

    int match(int row) {
        return matches[row];
    }

    int visible(int row) {
        return visible[row];
    }

    int matchCount() {
        return matchCount;
    }

    /** Of all matches. */
    int labelCount() {
        return labelCount;
    }

    int start(int match) {
        return starts[match];
    }

    int length(int match) {
        return lengths[match];
    }

    int partition(int match) {
        return partitions[match];
    }

    long number(int match) {
        return numbers[match];
    }

    int label(int match, int index) {
        return labels[labelsAt[match] + index];
    }
}
