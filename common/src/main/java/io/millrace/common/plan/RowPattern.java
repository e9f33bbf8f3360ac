package io.millrace.common.plan;

import java.util.List;

/**
 * A row pattern of MATCH_RECOGNIZE (ISO 9075-2, row pattern). Which of several ways to match is taken is fixed by preferment: the earlier alternative, more
 * repetitions of a greedy quantifier, fewer of a reluctant one. PERMUTE is an alternation of all orders.
 */
public sealed interface RowPattern {
    /** A row for which the variable's definition holds; {@code index} into {@link PlanNode.Match#variables}. */
    record Variable(int index) implements RowPattern {}

    /** No row. */
    record Empty() implements RowPattern {}

    /** One after another. */
    record Concatenation(List<RowPattern> parts) implements RowPattern {
        public Concatenation {
            parts = List.copyOf(parts);
        }
    }

    /** One of several, earlier ones preferred. */
    record Alternation(List<RowPattern> alternatives) implements RowPattern {
        public Alternation {
            alternatives = List.copyOf(alternatives);
            assert !alternatives.isEmpty();
        }
    }

    /** Repetition, from {@code least} to {@code most} times ({@link #UNBOUNDED}: without end). */
    record Quantified(RowPattern pattern, int least, int most, boolean greedy) implements RowPattern {
        public static final int UNBOUNDED = -1;

        public Quantified {
            assert least >= 0 && (most == UNBOUNDED || most >= least);
        }
    }

    /** {@code {- … -}}: rows that are part of the match and do not come out. */
    record Exclusion(RowPattern pattern) implements RowPattern {}

    /** {@code ^}: before the first row of the partition. */
    record PartitionStart() implements RowPattern {}

    /** {@code $}: behind the last row of the partition. */
    record PartitionEnd() implements RowPattern {}
}
