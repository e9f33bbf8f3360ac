package io.millrace.storage.file.parquet;

import io.millrace.common.plan.ColumnPredicate;
import java.nio.channels.FileChannel;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Finds the rows of a row group that may match: all or none, by what the footer says of its chunks. */
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

    static RowRanges ranges(
            ParquetFile file, int group, FileChannel channel, ColumnMapping mapping, List<ColumnPredicate> predicates,
            BufferAllocator allocator) {
        if (!mayMatch(file, group, mapping, predicates)) {
            return new RowRanges();
        }
        return RowRanges.all(file.rows(group));
    }
}
