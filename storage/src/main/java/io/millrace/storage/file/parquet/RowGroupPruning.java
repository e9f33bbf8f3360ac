package io.millrace.storage.file.parquet;

import io.millrace.common.plan.ColumnPredicate;
import java.nio.channels.FileChannel;
import java.util.List;

/** Finds the rows of a row group that may match: by what the footer says of its chunks, then by what page indexes say of their pages. */
public final class RowGroupPruning {
    private RowGroupPruning() {}

    /** By the footer alone. */
    public static boolean mayMatch(ParquetFile file, int group, ColumnMapping mapping, List<ColumnPredicate> predicates) {
        for (ColumnPredicate predicate : predicates) {
            if (!ChunkStatistics.mayMatch(file, group, mapping.origin(predicate.column()), predicate)) {
                return false;
            }
        }
        return true;
    }

    static RowRanges ranges(ParquetFile file, int group, FileChannel channel, ColumnMapping mapping, List<ColumnPredicate> predicates) {
        if (!mayMatch(file, group, mapping, predicates)) {
            return new RowRanges();
        }
        RowRanges ranges = RowRanges.all(file.rows(group));
        for (ColumnPredicate predicate : predicates) {
            if (ranges.count() > 0 && mapping.origin(predicate.column()) instanceof ColumnMapping.Origin.FromFile fromFile
                    && fromFile.node() instanceof ParquetNode.Leaf leaf && leaf.isFlat()) {
                ranges = ranges.intersect(new PagePruning(file, group, channel, leaf).ranges(predicate));
            }
        }
        return ranges;
    }
}
