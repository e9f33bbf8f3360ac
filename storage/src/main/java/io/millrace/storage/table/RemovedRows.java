package io.millrace.storage.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the rows lie that a change takes out: positions by file name, and offsets of the head. One thread. */
final class RemovedRows {
    private final Map<String, List<Integer>> files = new HashMap<>();
    private final List<Long> head = new ArrayList<>();

    void addFile(String name, int position) {
        files.computeIfAbsent(name, n -> new ArrayList<>()).add(position);
    }

    void addHead(long offset) {
        head.add(offset);
    }

    boolean isEmpty() {
        return files.isEmpty() && head.isEmpty();
    }

    /** Sparse: a bitmap a change would take a bit for every row of the file. */
    Map<String, int[]> files() {
        Map<String, int[]> arrays = new HashMap<>();
        files.forEach((name, positions) -> arrays.put(name, positions.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    long[] head() {
        long[] sorted = head.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
