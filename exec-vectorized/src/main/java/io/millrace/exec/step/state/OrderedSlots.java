package io.millrace.exec.step.state;

import java.util.Arrays;

/**
 * Many ordered sets of a table's rows, as treaps over slots (Seidel and Aragon 1996): a node's priority is the hash of its slot, so that the shape
 * depends on what is in the set and on nothing else. A set is its root, -1 if empty; the owner keeps roots. Steps are logarithmic.
 */
public final class OrderedSlots {
    private final RowTable table;
    private final RowOrdering ordering;
    private int[] left = new int[0];
    private int[] right = new int[0];

    public OrderedSlots(RowTable table, RowOrdering ordering) {
        this.table = table;
        this.ordering = ordering;
    }

    private int compare(int a, int b) {
        return ordering.compare(table.address(a), table.length(a), table.address(b), table.length(b));
    }

    private static int priority(int slot) {
        int hash = slot * 0x9E3779B9;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        return hash ^ hash >>> 13;
    }

    private static boolean above(int a, int b) {
        int pa = priority(a);
        int pb = priority(b);
        return pa != pb ? pa > pb : a > b;
    }

    /** Adds a slot that is in no set; returns the new root. */
    public int insert(int root, int slot) {
        if (left.length < table.capacity()) {
            left = Arrays.copyOf(left, table.capacity());
            right = Arrays.copyOf(right, table.capacity());
        }
        left[slot] = -1;
        right[slot] = -1;
        return insertBelow(root, slot);
    }

    private int insertBelow(int node, int slot) {
        if (node < 0) {
            return slot;
        }
        if (above(slot, node)) {
            split(node, slot);
            return slot;
        }
        if (compare(slot, node) < 0) {
            left[node] = insertBelow(left[node], slot);
        } else {
            right[node] = insertBelow(right[node], slot);
        }
        return node;
    }

    /** Parts the set under {@code node} into what comes before {@code slot}, its left side, and what comes after. */
    private void split(int node, int slot) {
        int before = -1;
        int after = -1;
        int beforeEnd = -1;
        int afterEnd = -1;
        for (int at = node; at >= 0;) {
            if (compare(at, slot) < 0) {
                if (beforeEnd < 0) {
                    before = at;
                } else {
                    right[beforeEnd] = at;
                }
                beforeEnd = at;
                at = right[at];
            } else {
                if (afterEnd < 0) {
                    after = at;
                } else {
                    left[afterEnd] = at;
                }
                afterEnd = at;
                at = left[at];
            }
        }
        if (beforeEnd >= 0) {
            right[beforeEnd] = -1;
        }
        if (afterEnd >= 0) {
            left[afterEnd] = -1;
        }
        left[slot] = before;
        right[slot] = after;
    }

    /** Takes a slot out, whose row is still in the table; returns the new root. */
    public int remove(int root, int slot) {
        if (root == slot) {
            return merge(left[slot], right[slot]);
        }
        int node = root;
        while (true) {
            boolean goLeft = compare(slot, node) < 0;
            int next = goLeft ? left[node] : right[node];
            if (next == slot) {
                int merged = merge(left[slot], right[slot]);
                if (goLeft) {
                    left[node] = merged;
                } else {
                    right[node] = merged;
                }
                return root;
            }
            node = next;
        }
    }

    private int merge(int a, int b) {
        if (a < 0 || b < 0) {
            return a < 0 ? b : a;
        }
        if (above(a, b)) {
            right[a] = merge(right[a], b);
            return a;
        }
        left[b] = merge(a, left[b]);
        return b;
    }

    /** The least of a set, or -1. */
    public int first(int root) {
        int node = root;
        while (node >= 0 && left[node] >= 0) {
            node = left[node];
        }
        return node;
    }

    /** The greatest of a set, or -1. */
    public int last(int root) {
        int node = root;
        while (node >= 0 && right[node] >= 0) {
            node = right[node];
        }
        return node;
    }

    /** Takes slots in order; says whether it wants more. */
    public interface Visitor {
        boolean visit(int slot);
    }

    /** Visits a set in ascending order; returns false if the visitor had enough. The set must not change meanwhile. */
    public boolean forEach(int root, Visitor visitor) {
        int node = root;
        while (node >= 0) {
            if (left[node] >= 0 && !forEach(left[node], visitor)) {
                return false;
            }
            if (!visitor.visit(node)) {
                return false;
            }
            node = right[node];
        }
        return true;
    }

    public long bytes() {
        return 8L * left.length;
    }
}
