package io.millrace.common.batch;

/**
 * Ascending positions of the rows of a batch that are alive: {@code positions[0..count)}. A filter narrows the selection instead of copying rows.
 * The array may be longer than {@code count} and is never written to after construction.
 */
public record Selection(int[] positions, int count) {
    public Selection {
        assert count <= positions.length;
    }

    public int at(int index) {
        return positions[index];
    }
}
