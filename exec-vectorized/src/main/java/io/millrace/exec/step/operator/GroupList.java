package io.millrace.exec.step.operator;

import java.util.Arrays;

/** A list of groups' numbers that grows. */
final class GroupList {
    private int[] groups = new int[64];
    private int count;

    void add(int group) {
        if (count == groups.length) {
            groups = Arrays.copyOf(groups, 2 * count);
        }
        groups[count++] = group;
    }

    /** Of which the first {@link #count} count. */
    int[] groups() {
        return groups;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }
}
