package io.millrace.exec.window;

import java.util.Arrays;

/** Which rows or states go into which frames: parallel arrays that grow. */
final class Contributions {
    private int[] positions = new int[1024];
    private int[] groups = new int[1024];
    private int count;

    void clear() {
        count = 0;
    }

    void add(int position, int group) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            groups = Arrays.copyOf(groups, 2 * count);
        }
        positions[count] = position;
        groups[count++] = group;
    }

    void addAll(int from, int to, int group) {
        for (int position = from; position < to; position++) {
            add(position, group);
        }
    }

    int count() {
        return count;
    }

    int[] positions() {
        return positions;
    }

    int[] groups() {
        return groups;
    }
}
