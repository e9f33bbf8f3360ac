package io.millrace.exec.aggregate;

import java.util.Arrays;

/**
 * A batch's rows by group, for few groups: their aggregates are then kept in registers, where adding each row to its group's place in memory would wait
 * for the row before it. Four quarters of the batch are gone through side by side for the same reason; rows of a group stay in their order.
 */
final class RowsOfGroups {
    /** Most groups, and least rows a group on average, for which putting rows apart pays. */
    private static final int GROUPS_MAX = 16;

    private static final int ROWS_PER_GROUP_MIN = 64;
    private static final int QUARTERS = 4;

    private final int[][] rows = new int[GROUPS_MAX][0];
    private final int[] counts = new int[GROUPS_MAX];
    /** By quarter and group: how many rows, then where the next goes. */
    private final int[] next = new int[QUARTERS * GROUPS_MAX];

    static boolean pays(int groups, int count) {
        return groups > 1 && groups <= GROUPS_MAX && count >= groups * ROWS_PER_GROUP_MIN;
    }

    /** Puts the rows at {@code positions[0..count)} (null: 0, 1, …) apart by {@code groupIds[0..count)}. */
    void of(int[] positions, int count, int[] groupIds, int groups) {
        Arrays.fill(next, 0);
        int quarter = count / QUARTERS;
        for (int k = 0; k < quarter; k++) {
            next[groupIds[k]]++;
            next[GROUPS_MAX + groupIds[quarter + k]]++;
            next[2 * GROUPS_MAX + groupIds[2 * quarter + k]]++;
            next[3 * GROUPS_MAX + groupIds[3 * quarter + k]]++;
        }
        for (int k = QUARTERS * quarter; k < count; k++) {
            next[3 * GROUPS_MAX + groupIds[k]]++;
        }
        for (int group = 0; group < groups; group++) {
            int sum = 0;
            for (int q = 0; q < QUARTERS; q++) {
                int size = next[q * GROUPS_MAX + group];
                next[q * GROUPS_MAX + group] = sum;
                sum += size;
            }
            counts[group] = sum;
            if (rows[group].length < sum) {
                rows[group] = new int[Math.max(sum, count)];
            }
        }
        for (int k = 0; k < quarter; k++) {
            put(positions, k, 0, groupIds[k]);
            put(positions, quarter + k, GROUPS_MAX, groupIds[quarter + k]);
            put(positions, 2 * quarter + k, 2 * GROUPS_MAX, groupIds[2 * quarter + k]);
            put(positions, 3 * quarter + k, 3 * GROUPS_MAX, groupIds[3 * quarter + k]);
        }
        for (int k = QUARTERS * quarter; k < count; k++) {
            put(positions, k, 3 * GROUPS_MAX, groupIds[k]);
        }
    }

    private void put(int[] positions, int k, int first, int group) {
        rows[group][next[first + group]++] = positions == null ? k : positions[k];
    }

    int[] positions(int group) {
        return rows[group];
    }

    int count(int group) {
        return counts[group];
    }
}
