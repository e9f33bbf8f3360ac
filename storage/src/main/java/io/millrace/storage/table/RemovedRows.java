package io.millrace.storage.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
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

    Map<String, BitSet> files() {
        Map<String, BitSet> sets = new HashMap<>();
        files.forEach((name, positions) -> {
            BitSet set = new BitSet();
            positions.forEach(set::set);
            sets.put(name, set);
        });
        return sets;
    }

    long[] head() {
        long[] sorted = head.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
