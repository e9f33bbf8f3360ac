package io.millrace.planner.join;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Sets of the region's columns that are equal in every row that comes out of it. */
final class ColumnClasses {
    private final List<TreeSet<Integer>> classes = new ArrayList<>();

    void equate(int a, int b) {
        TreeSet<Integer> first = of(a);
        TreeSet<Integer> second = of(b);
        if (first == null && second == null) {
            classes.add(new TreeSet<>(List.of(a, b)));
        } else if (first == null) {
            second.add(a);
        } else if (second == null) {
            first.add(b);
        } else if (first != second) {
            first.addAll(second);
            classes.removeIf(c -> c == second);
        }
    }

    TreeSet<Integer> of(int column) {
        for (TreeSet<Integer> candidate : classes) {
            if (candidate.contains(column)) {
                return candidate;
            }
        }
        return null;
    }

    List<TreeSet<Integer>> all() {
        return classes;
    }
}
