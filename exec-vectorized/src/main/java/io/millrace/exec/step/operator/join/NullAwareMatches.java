package io.millrace.exec.step.operator.join;

import io.millrace.exec.step.state.RowFormat;
import io.millrace.exec.step.state.RowTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The matches of NOT IN that equal keys do not find: those where a NULL is on either side. Keys with a NULL are few, so each side lists them; a row
 * with one is compared with every key of the other side, a row without only with the other side's listed ones.
 */
final class NullAwareMatches {
    /** Takes a batch row and a key of the other side that it may equal. */
    interface PairConsumer {
        void pair(int row, int keySlot);
    }

    private final JoinSide[] sides;
    private final List<List<Integer>> withNull = List.of(new ArrayList<>(), new ArrayList<>());

    NullAwareMatches(JoinSide[] sides) {
        this.sides = sides;
    }

    /** Lists the keys with a NULL that the last load of a side added. */
    void note(int port) {
        RowTable keys = sides[port].rows.keys();
        for (int i = 0; i < keys.addedCount(); i++) {
            noteKey(port, keys.added()[i]);
        }
    }

    void noteAll() {
        for (int port = 0; port < 2; port++) {
            RowTable keys = sides[port].rows.keys();
            for (int slot = 0; slot < keys.limit(); slot++) {
                if (keys.isUsed(slot)) {
                    noteKey(port, slot);
                }
            }
        }
    }

    private void noteKey(int port, int slot) {
        if (sides[port].isUnmatchable(sides[port].rows.keys().address(slot)) && !withNull.get(port).contains(slot)) {
            withNull.get(port).add(slot);
        }
    }

    void match(int port, PairConsumer consumer) {
        JoinSide own = sides[port];
        RowTable others = sides[1 - port].rows.keys();
        List<Integer> listed = withNull.get(1 - port);
        listed.removeIf(slot -> !others.isUsed(slot) || !sides[1 - port].isUnmatchable(others.address(slot)));
        for (int i = 0; i < own.count; i++) {
            long key = own.keyBuffer().address(i);
            if (own.isUnmatchable(key)) {
                for (int slot = 0; slot < others.limit(); slot++) {
                    if (others.isUsed(slot) && mayEqual(own.keyFormat(), key, others.address(slot))) {
                        consumer.pair(i, slot);
                    }
                }
            } else {
                for (int slot : listed) {
                    if (mayEqual(own.keyFormat(), key, others.address(slot))) {
                        consumer.pair(i, slot);
                    }
                }
            }
        }
    }

    /** Whether the keys are not unequal in SQL's three-valued sense. */
    private static boolean mayEqual(RowFormat format, long left, long right) {
        for (int c = 0; c < format.width(); c++) {
            if (!format.isNull(left, c) && !format.isNull(right, c) && !format.equalValues(left, right, c)) {
                return false;
            }
        }
        return true;
    }
}
