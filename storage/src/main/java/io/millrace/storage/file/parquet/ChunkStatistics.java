package io.millrace.storage.file.parquet;

import io.millrace.common.plan.ColumnPredicate;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.Statistics;

/**
 * What the footer says of a column chunk's values, or the page index of a page's. Bounds are trusted only if the file declares the order that it compared them in, or, in the older
 * fields, if the type is one for which all writers agreed.
 *
 * @param nulls how many, -1 if not said
 * @param values entries, nulls included
 * @param min as {@link io.millrace.common.batch.Values}, null if unknown
 */
record ChunkStatistics(long values, long nulls, Object min, Object max) {

    static ChunkStatistics of(ParquetFile file, int group, ParquetNode.Leaf leaf) {
        ColumnMetaData meta = file.chunk(group, leaf).getMeta_data();
        Statistics statistics = meta.getStatistics();
        if (statistics == null) {
            return new ChunkStatistics(meta.getNum_values(), -1, null, null);
        }
        long nulls = statistics.isSetNull_count() && statistics.getNull_count() >= 0 && statistics.getNull_count() <= meta.getNum_values()
                ? statistics.getNull_count()
                : -1;
        Object min = null;
        Object max = null;
        if (statistics.isSetMin_value() && statistics.isSetMax_value() && isOrdered(file, leaf)) {
            min = BoundValues.decode(leaf.leaf(), statistics.getMin_value(), true);
            max = BoundValues.decode(leaf.leaf(), statistics.getMax_value(), false);
        } else if (statistics.isSetMin() && statistics.isSetMax() && BoundValues.agreedInOldFiles(leaf.leaf())) {
            min = BoundValues.decode(leaf.leaf(), statistics.getMin(), true);
            max = BoundValues.decode(leaf.leaf(), statistics.getMax(), false);
        }
        return bounded(meta.getNum_values(), nulls, min, max);
    }

    /** Without the bounds if they contradict each other. */
    static ChunkStatistics bounded(long values, long nulls, Object min, Object max) {
        boolean contradict = min != null && max != null && BoundValues.compare(min, max) > 0;
        return contradict ? new ChunkStatistics(values, nulls, null, null) : new ChunkStatistics(values, nulls, min, max);
    }

    static boolean isOrdered(ParquetFile file, ParquetNode.Leaf leaf) {
        if (!file.metadata().isSetColumn_orders() || leaf.index() >= file.metadata().getColumn_ordersSize()) {
            return false;
        }
        ColumnOrder order = file.metadata().getColumn_orders().get(leaf.index());
        return order.isSet() && order.getSetField() == ColumnOrder._Fields.TYPE__ORDER;
    }

    /** False only if no row of the chunk can pass. */
    static boolean mayMatch(ParquetFile file, int group, ColumnMapping.Origin origin, ColumnPredicate predicate) {
        return switch (origin) {
            case ColumnMapping.Origin.Constant constant -> PredicateTest.passes(predicate, constant.value());
            case ColumnMapping.Origin.FromFile fromFile -> !(fromFile.node() instanceof ParquetNode.Leaf leaf)
                    || !leaf.isFlat()
                    || of(file, group, leaf).mayMatch(predicate);
        };
    }

    boolean mayMatch(ColumnPredicate predicate) {
        if (values == 0) {
            return true;
        }
        return switch (predicate) {
            case ColumnPredicate.Nullness nullness -> nullness.isNull() ? nulls != 0 : nulls != values;
            case ColumnPredicate.Range range -> nulls != values && PredicateTest.overlaps(range, min, max);
            case ColumnPredicate.OneOf oneOf -> nulls != values && oneOf.values().stream().anyMatch(v -> PredicateTest.within(v, min, max));
        };
    }

    /** True only if every row of the chunk passes, so that there is nothing to rule out. */
    boolean allMatch(ColumnPredicate predicate) {
        return switch (predicate) {
            case ColumnPredicate.Nullness nullness -> nullness.isNull() ? nulls == values : nulls == 0;
            case ColumnPredicate.Range range -> nulls == 0 && PredicateTest.covers(range, min, max);
            case ColumnPredicate.OneOf ignored -> false;
        };
    }
}
