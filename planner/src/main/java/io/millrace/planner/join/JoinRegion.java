package io.millrace.planner.join;

import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;

/**
 * Inner joins and what can move among them, flattened: leaves whose columns lie side by side in one numbering, and the conditions over that.
 * Leaves that hang on the others (semi, anti, mark and left joins) only ever are right sides, once the leaves that their condition names are there.
 */
final class JoinRegion {
    /**
     * One input.
     *
     * @param node before optimization
     * @param offset of its first column in the region's numbering
     * @param kind INNER, or how the leaf hangs on the others
     * @param condition of a hanging leaf, over the region's numbering; null for INNER
     */
    record Leaf(RelNode node, int offset, SubqueryJoin.Kind kind, RexNode condition) {
        int width() {
            return node.getRowType().getFieldCount();
        }

        boolean hangs() {
            return kind != SubqueryJoin.Kind.INNER;
        }
    }

    final List<Leaf> leaves = new ArrayList<>();
    final List<RexNode> predicates = new ArrayList<>();
    private int columns;

    /** Adds a leaf and gives its place. */
    int add(RelNode node, SubqueryJoin.Kind kind, RexNode condition) {
        leaves.add(new Leaf(node, columns, kind, condition));
        // A mark has a column of its own behind the leaf's
        columns += node.getRowType().getFieldCount() + 1;
        return leaves.size() - 1;
    }

    int nextOffset() {
        return columns;
    }

    int columns() {
        return columns;
    }

    int leafOf(int column) {
        for (int i = leaves.size() - 1; i >= 0; i--) {
            if (leaves.get(i).offset() <= column) {
                return i;
            }
        }
        throw new AssertionError(column);
    }

    /** One bit a leaf that the expression reads. */
    long leavesOf(RexNode expression) {
        long mask = 0;
        for (int column : io.millrace.planner.relation.Conditions.columns(expression)) {
            mask |= 1L << leafOf(column);
        }
        return mask;
    }
}
