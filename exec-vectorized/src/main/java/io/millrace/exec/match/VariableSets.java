package io.millrace.exec.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The sets of variables that values speak of, numbered. A row belongs to every set that its variable is in. */
final class VariableSets {
    /** Of all variables, and so of all rows of a match. */
    static final int ALL = -1;

    private final int variables;
    private final List<BitSet> sets = new ArrayList<>();

    VariableSets(int variables) {
        this.variables = variables;
    }

    /** The number of a set; of no variables: {@link #ALL}. */
    int add(List<Integer> members) {
        BitSet set = new BitSet();
        members.forEach(set::set);
        if (members.isEmpty() || set.cardinality() == variables) {
            return ALL;
        }
        int known = sets.indexOf(set);
        if (known >= 0) {
            return known;
        }
        sets.add(set);
        return sets.size() - 1;
    }

    int size() {
        return sets.size();
    }

    boolean contains(int set, int variable) {
        return set == ALL || sets.get(set).get(variable);
    }

    /** By variable, the sets it is in. */
    int[][] byVariable() {
        int[][] of = new int[variables][];
        for (int v = 0; v < variables; v++) {
            List<Integer> in = new ArrayList<>();
            for (int s = 0; s < sets.size(); s++) {
                if (sets.get(s).get(v)) {
                    in.add(s);
                }
            }
            of[v] = in.stream().mapToInt(Integer::intValue).toArray();
        }
        return of;
    }
}
