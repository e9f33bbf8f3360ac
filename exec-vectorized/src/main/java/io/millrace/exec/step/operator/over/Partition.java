package io.millrace.exec.step.operator.over;

import io.millrace.common.batch.Batch;

/**
 * One partition of OVER: its rows in order, and which are peers.
 *
 * @param rows without selection, in order
 * @param peerStarts by row, the first of its peers
 * @param peerEnds by row, one after the last of its peers
 * @param groups by row, the number of its peer group from 0
 */
record Partition(Batch rows, int[] peerStarts, int[] peerEnds, int[] groups) {
    int size() {
        return rows.physicalRows();
    }

    int groupCount() {
        return size() == 0 ? 0 : groups[size() - 1] + 1;
    }
}
