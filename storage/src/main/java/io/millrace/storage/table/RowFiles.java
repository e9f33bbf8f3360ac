package io.millrace.storage.table;

import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.ScanRequest;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.parquet.ColumnMapping;
import io.millrace.storage.file.parquet.FooterCache;
import io.millrace.storage.file.parquet.FooterStatistics;
import io.millrace.storage.file.parquet.ParquetBatchReader;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.file.parquet.RowGroupPruning;
import io.millrace.storage.table.body.BodyLayout;
import io.millrace.storage.table.body.RowFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/** Opens a table's data files. Thread-safe. */
final class RowFiles {
    private final Path directory;
    private final BodyLayout layout;
    private final List<Integer> fieldIds;
    private final FooterCache footers;

    RowFiles(Path directory, BodyLayout layout, FooterCache footers) {
        this.directory = directory;
        this.layout = layout;
        this.fieldIds = layout.fieldIds();
        this.footers = footers;
    }

    ParquetFile footer(RowFile file) {
        return footers.open(data(file), false);
    }

    private DataFile data(RowFile file) {
        return new DataFile(directory.resolve(file.name()), file.bytes(), 0, Map.of());
    }

    private ColumnMapping mapping(ParquetFile file) {
        return ColumnMapping.byFieldId(file, layout.schema(), fieldIds);
    }

    /** Row groups that may hold matching rows. */
    List<Integer> groups(RowFile file, List<ColumnPredicate> predicates) {
        ParquetFile footer = footer(file);
        ColumnMapping mapping = mapping(footer);
        List<Integer> groups = new ArrayList<>();
        for (int group = 0; group < footer.rowGroups(); group++) {
            if (footer.rows(group) > 0 && RowGroupPruning.mayMatch(footer, group, mapping, predicates)) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Rows of some groups as the file has them. */
    ParquetBatchReader open(RowFile file, List<Integer> groups, ScanRequest request, BufferAllocator allocator) {
        ParquetFile footer = footer(file);
        return new ParquetBatchReader(footer, groups, mapping(footer), request, allocator);
    }

    /** Rows of one group whose positions in the file are in {@code positions}, or are not. */
    ParquetBatchReader open(
            RowFile file, int group, BitSet positions, boolean wanted, ScanRequest request, BufferAllocator allocator) {
        long first = footer(file).firstRow(group);
        Supplier<BatchFilter> inner = request.filter();
        // Without predicates no page is skipped, so that the filter can count rows.
        ScanRequest counted = new ScanRequest(
                request.columns(),
                List.of(),
                () -> new PositionFilter(inner == null ? null : inner.get(), positions, wanted, first),
                request.batchRows());
        return open(file, List.of(group), counted, allocator);
    }

    /** Deleted rows are counted. */
    TableStatistics statistics(List<RowFile> files) {
        return FooterStatistics.of(
                files.stream().map(this::data).toList(), layout.schema(), file -> footers.open(file, false),
                (footer, data) -> mapping(footer));
    }
}
