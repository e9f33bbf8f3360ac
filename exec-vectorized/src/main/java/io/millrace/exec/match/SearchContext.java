package io.millrace.exec.match;

import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.MatchValue.Navigation;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rest of a search depends on beside its place in the pattern and in the partition: the mapped rows that definitions look back at. Two ways to the
 * same place of which this is the same end the same (Trino's thread equivalence), and so the second need not be gone.
 */
final class SearchContext {
    private record Anchor(int set, boolean last, int offset) {}

    private final List<Anchor> anchors = new ArrayList<>();
    /** Whether all that was mapped counts. */
    private boolean whole;
    private long high;
    private long low;

    SearchContext(MatchDefinition definition) {
        for (MatchDefinition.Variable variable : definition.variables()) {
            if (variable.other() != null) {
                variable.other().values().forEach(value -> add(value, definition));
            }
        }
    }

    private void add(MatchValue value, MatchDefinition definition) {
        switch (value) {
            case MatchValue.Cell cell -> add(cell.at(), definition.setOf(value));
            case MatchValue.Exists exists -> add(exists.at(), definition.setOf(value));
            case MatchValue.Classifier classifier -> whole = true;
            case MatchValue.Aggregated aggregated -> whole = true;
            case MatchValue.MatchNumber number -> {}
        }
    }

    private void add(Navigation at, int set) {
        Anchor anchor = new Anchor(set, at.last(), at.offset());
        if (!anchors.contains(anchor)) {
            anchors.add(anchor);
        }
    }

    /** Computes {@link #high} and {@link #low} of a place. */
    void key(int instruction, MatchPath path) {
        high = instruction;
        low = (long) path.start() + path.length();
        if (whole) {
            mix(path.high());
            mix(path.low());
            return;
        }
        for (Anchor anchor : anchors) {
            int count = path.count(anchor.set);
            int known = Math.min(count, anchor.offset + 1);
            mix(known);
            for (int i = 0; i < known; i++) {
                mix(path.row(anchor.set, anchor.last ? count - 1 - i : i));
            }
        }
    }

    private void mix(long value) {
        high = (high ^ value) * 0x9E3779B97F4A7C15L;
        high ^= high >>> 32;
        low = (low + value) * 0xD6E8FEB86659FD93L;
        low ^= low >>> 29;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }
}
