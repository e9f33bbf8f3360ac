package io.millrace.storage.table;

import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.table.head.HeadLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A table at one version. Splits are runs of row groups of a file, and ranges of the head. Where nothing was taken out, a split is read as any Parquet file
 * is; a file with rows taken out is read group by group through a {@link PositionFilter}.
 */
final class TableScan implements TableSource {
    private static final long SPLIT_BYTES_MIN = 1 << 20;
    private static final long HEAD_SPLIT_ROWS = 1 << 18;

    private final Schema schema;
    private final TableVersion version;
    private final HeadLog head;
    private final RowFiles files;
    /** Keeps the version from being deleted while this is reachable. */
    private final Object lease;

    TableScan(Schema schema, TableVersion version, HeadLog head, RowFiles files, Object lease) {
        this.schema = schema;
        this.version = version;
        this.head = head;
        this.files = files;
        this.lease = lease;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    TableVersion version() {
        return version;
    }

    @Override
    public TableStatistics statistics() {
        assert lease != null;
        if (version.files().isEmpty()) {
            return new TableStatistics(version.rows(), -1, List.of());
        }
        TableStatistics body = files.statistics(version.files().stream().map(TableVersion.File::file).toList());
        return new TableStatistics(version.rows(), body.bytes(), body.columns());
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (int f = 0; f < version.files().size(); f++) {
            addFile(splits, f, request);
        }
        long plainEnd = Math.max(version.headFrom(), Math.min(version.headTo(), version.plainUntil()));
        addHead(splits, version.headFrom(), plainEnd);
        addHead(splits, plainEnd, version.headTo());
        return splits;
    }

    private void addFile(List<Split> splits, int index, ScanRequest request) {
        TableVersion.File file = version.files().get(index);
        ParquetFile footer = files.footer(file.file());
        List<Integer> run = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (int group : files.groups(file.file(), request.predicates())) {
            run.add(group);
            rows += footer.rows(group);
            bytes += footer.bytes(group);
            if (bytes >= SPLIT_BYTES_MIN || file.dead() != null) {
                splits.add(fileSplit(splits.size(), index, file, run, rows, bytes));
                run = new ArrayList<>();
                rows = 0;
                bytes = 0;
            }
        }
        if (!run.isEmpty()) {
            splits.add(fileSplit(splits.size(), index, file, run, rows, bytes));
        }
    }

    private static Split fileSplit(int number, int index, TableVersion.File file, List<Integer> groups, long rows, long bytes) {
        String list = groups.stream().map(String::valueOf).collect(Collectors.joining(","));
        return new Split(
                number, file.file().name() + " row groups " + groups, Map.of("file", Integer.toString(index), "groups", list), rows, bytes);
    }

    private void addHead(List<Split> splits, long from, long to) {
        for (long at = from; at < to; at += HEAD_SPLIT_ROWS) {
            long end = Math.min(to, at + HEAD_SPLIT_ROWS);
            splits.add(new Split(
                    splits.size(), "head rows " + at + ".." + end, Map.of("from", Long.toString(at), "to", Long.toString(end)), end - at,
                    -1));
        }
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        Map<String, String> properties = split.properties();
        if (!properties.containsKey("file")) {
            long from = Long.parseLong(properties.get("from"));
            long to = Long.parseLong(properties.get("to"));
            return HeadReader.of(new LiveHeadRows(head, version, from, to, request.batchRows(), allocator), request);
        }
        TableVersion.File file = version.files().get(Integer.parseInt(properties.get("file")));
        List<Integer> groups = Stream.of(properties.get("groups").split(",")).map(Integer::valueOf).toList();
        return file.dead() == null
                ? files.open(file.file(), groups, request, allocator)
                : files.open(file.file(), groups.get(0), file.dead(), false, request, allocator);
    }
}
