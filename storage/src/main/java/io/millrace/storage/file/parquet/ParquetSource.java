package io.millrace.storage.file.parquet;

import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.glob.PartitionColumns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;

/** Parquet files as one table. A split is a run of row groups of one file, mostly a single one. */
public final class ParquetSource implements TableSource {
    /** Row groups that are smaller than this are read together. */
    static final long SPLIT_BYTES_MIN = 1 << 20;
    /** Up to here every footer is read to plan splits and to count rows; of more files each is one split. */
    static final int FOOTERS_MAX = 4096;

    private final List<DataFile> files;
    private final PartitionColumns partitions;
    private final Schema schema;
    private final FooterCache footers;
    private final boolean binaryAsText;

    public ParquetSource(List<DataFile> files, PartitionColumns partitions, Schema schema, FooterCache footers, boolean binaryAsText) {
        this.files = List.copyOf(files);
        this.partitions = partitions;
        this.schema = schema;
        this.footers = footers;
        this.binaryAsText = binaryAsText;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        return FooterStatistics.of(files, schema, file -> footers.open(file, binaryAsText), this::mapping);
    }

    private ColumnMapping mapping(ParquetFile file, DataFile data) {
        return ColumnMapping.byName(file, schema, partitions.values(data.partitions()));
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (DataFile data : files) {
            if (files.size() > FOOTERS_MAX) {
                splits.add(split(splits.size(), data, List.of(), -1, data.length()));
                continue;
            }
            ParquetFile file = footers.open(data, binaryAsText);
            ColumnMapping mapping = mapping(file, data);
            List<Integer> run = new ArrayList<>();
            long rows = 0;
            long bytes = 0;
            for (int group = 0; group < file.rowGroups(); group++) {
                if (file.rows(group) == 0 || !RowGroupPruning.mayMatch(file, group, mapping, request.predicates())) {
                    continue;
                }
                run.add(group);
                rows += file.rows(group);
                bytes += file.bytes(group);
                if (bytes >= SPLIT_BYTES_MIN) {
                    splits.add(split(splits.size(), data, run, rows, bytes));
                    run = new ArrayList<>();
                    rows = 0;
                    bytes = 0;
                }
            }
            if (!run.isEmpty()) {
                splits.add(split(splits.size(), data, run, rows, bytes));
            }
        }
        return splits;
    }

    /** @param groups none means all */
    private static Split split(int index, DataFile data, List<Integer> groups, long rows, long bytes) {
        Map<String, String> properties = new HashMap<>();
        properties.put("path", data.path().toString());
        properties.put("length", Long.toString(data.length()));
        properties.put("modified", Long.toString(data.modifiedNanos()));
        properties.put("groups", groups.stream().map(String::valueOf).collect(Collectors.joining(",")));
        data.partitions().forEach((key, value) -> properties.put("partition." + key, value));
        String description = data.path() + (groups.isEmpty() ? "" : " row groups " + groups);
        return new Split(index, description, properties, rows, bytes);
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        Map<String, String> properties = split.properties();
        Map<String, String> folders = new HashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith("partition.")) {
                folders.put(key.substring("partition.".length()), value);
            }
        });
        DataFile data = new DataFile(
                Path.of(properties.get("path")), Long.parseLong(properties.get("length")), Long.parseLong(properties.get("modified")),
                folders);
        ParquetFile file = footers.open(data, binaryAsText);
        List<Integer> groups = new ArrayList<>();
        if (properties.get("groups").isEmpty()) {
            for (int i = 0; i < file.rowGroups(); i++) {
                groups.add(i);
            }
        } else {
            for (String group : properties.get("groups").split(",")) {
                groups.add(Integer.parseInt(group));
            }
        }
        return new ParquetBatchReader(file, groups, mapping(file, data), request, allocator);
    }
}
