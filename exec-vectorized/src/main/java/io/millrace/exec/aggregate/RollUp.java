package io.millrace.exec.aggregate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Grouping sets of which one has every key: rows are grouped by that one alone, and the groups of each other set are put together from the groups of
 * the smallest set that contains it, as ROLLUP's are from one another in a chain.
 *
 * @param finest the set that has every key
 * @param steps the other sets, each after the one that it is taken from
 */
record RollUp(int finest, List<Step> steps) {
    /** The groups of {@code set} come from those of {@code from}. */
    record Step(int set, int from) {}

    /** Null if there is one set alone, or none with every key. */
    static RollUp of(List<List<Integer>> sets, int keys) {
        int finest = IntStream.range(0, sets.size()).filter(s -> sets.get(s).size() == keys).findFirst().orElse(-1);
        if (sets.size() < 2 || keys == 0 || finest < 0) {
            return null;
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, sets.size()).filter(s -> s != finest).boxed().toList());
        order.sort(Comparator.comparingInt((Integer s) -> sets.get(s).size()).reversed());
        List<Step> steps = new ArrayList<>();
        for (int set : order) {
            int from = finest;
            for (Step known : steps) {
                List<Integer> candidate = sets.get(known.set());
                if (candidate.size() <= sets.get(from).size() && new HashSet<>(candidate).containsAll(sets.get(set))) {
                    from = known.set();
                }
            }
            steps.add(new Step(set, from));
        }
        return new RollUp(finest, List.copyOf(steps));
    }
}
