package io.millrace.common.plan;

import java.util.List;

/**
 * A conjunct on one column that a reader may use to skip files, row groups, pages or dictionary entries. It never decides which rows come out:
 * the filter itself is applied by the executor too. {@code column} counts in the table's schema; values as
 * {@link io.millrace.common.batch.Values}, not null, of the column's type.
 */
public sealed interface ColumnPredicate {
    int column();

    /** Lower and upper bound, each may be absent (null). */
    record Range(int column, Object lower, boolean lowerInclusive, Object upper, boolean upperInclusive) implements ColumnPredicate {}

    /** One of the values. */
    record OneOf(int column, List<Object> values) implements ColumnPredicate {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /** IS NULL or IS NOT NULL. */
    record Nullness(int column, boolean isNull) implements ColumnPredicate {}
}
