package io.millrace.storage.table.body;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Selection;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.file.parquet.ParquetDataWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SingleValueParser;

/**
 * Writes rows to data files, one or more a partition. One thread. Closing without {@link #finish} deletes what was written; files that were finished are
 * in flight until {@link FileNames#settled}.
 */
public final class RowFileWriter implements AutoCloseable {
    /** Files open at once; of more partitions the one begun first is finished early. */
    private static final int OPEN_MAX = 64;

    private final Disk disk;
    private final Path directory;
    private final BodyLayout layout;
    private final FileNames names;
    private final long fileBytes;
    private final Map<Object, Open> open = new LinkedHashMap<>();
    private final List<Written> written = new ArrayList<>();
    private boolean finished;

    /**
     * A finished file.
     *
     * @param origins what each row was said to come from, ascending; null if nothing was said
     */
    public record Written(RowFile file, long[] origins) {}

    private static final class Open {
        private final String name;
        private final String partition;
        private final ParquetDataWriter writer;
        private long[] origins;

        Open(String name, String partition, ParquetDataWriter writer) {
            this.name = name;
            this.partition = partition;
            this.writer = writer;
        }

        void write(Batch rows, long[] rowOrigins) {
            if (rowOrigins != null) {
                int at = (int) writer.rows();
                int count = rows.rows();
                int needed = at + count;
                if (origins == null) {
                    origins = new long[Math.max(needed, 1024)];
                } else if (origins.length < needed) {
                    origins = Arrays.copyOf(origins, Math.max(needed, 2 * origins.length));
                }
                for (int i = 0; i < count; i++) {
                    origins[at + i] = rowOrigins[rows.selection() == null ? i : rows.selection().at(i)];
                }
            }
            writer.write(rows);
        }
    }

    /** @param directory of the table */
    public RowFileWriter(Disk disk, Path directory, BodyLayout layout, FileNames names, long fileBytes) {
        this.disk = disk;
        this.directory = directory;
        this.layout = layout;
        this.names = names;
        this.fileBytes = fileBytes;
    }

    /**
     * Writes the batch's live rows; the batch stays the caller's.
     *
     * @param origins one a physical row, or null
     */
    public void write(Batch rows, long[] origins) {
        if (!layout.isPartitioned()) {
            write("", null, rows, origins);
            return;
        }
        PartitionKey key = new PartitionKey(layout.spec(), layout.iceberg());
        RowStruct row = new RowStruct(rows);
        Map<PartitionKey, int[]> counts = new LinkedHashMap<>();
        Map<PartitionKey, int[]> positions = new LinkedHashMap<>();
        for (int i = 0; i < rows.rows(); i++) {
            int position = rows.selection() == null ? i : rows.selection().at(i);
            key.partition(row.at(position));
            int[] count = counts.get(key);
            if (count == null) {
                PartitionKey kept = key.copy();
                count = new int[1];
                counts.put(kept, count);
                positions.put(kept, new int[16]);
            }
            int[] list = positions.get(key);
            if (count[0] == list.length) {
                list = Arrays.copyOf(list, 2 * list.length);
                positions.replace(key, list);
            }
            list[count[0]++] = position;
        }
        counts.forEach((partition, count) -> {
            try (Batch part = rows.withSelection(new Selection(positions.get(partition), count[0]))) {
                write(partition, partition, part, origins);
            }
        });
    }

    private void write(Object slot, PartitionKey partition, Batch rows, long[] origins) {
        Open target = open.get(slot);
        if (target == null) {
            if (open.size() >= OPEN_MAX) {
                Object eldest = open.keySet().iterator().next();
                finish(open.remove(eldest));
            }
            target = begin(partition);
            open.put(slot, target);
        }
        target.write(rows, origins);
        if (target.writer.bytes() >= fileBytes || target.writer.rows() > Integer.MAX_VALUE / 2) {
            finish(open.remove(slot));
        }
    }

    private Open begin(PartitionKey partition) {
        String name = names.data(".parquet");
        String values = partition == null ? "" : SingleValueParser.toJson(layout.spec().partitionType(), partition);
        return new Open(name, values, new ParquetDataWriter(
                directory.resolve(name), layout.schema(), layout.message(), layout.writeOptions()));
    }

    private void finish(Open file) {
        try (ParquetDataWriter writer = file.writer) {
            ParquetDataWriter.Written done = writer.finish();
            long[] origins = file.origins == null ? null : Arrays.copyOf(file.origins, (int) done.rows());
            written.add(new Written(new RowFile(file.name, done.rows(), done.bytes(), file.partition), origins));
        }
    }

    /** All files, durably named. */
    public List<Written> finish() {
        open.values().forEach(this::finish);
        open.clear();
        try {
            disk.syncDirectory(directory.resolve(FileNames.DATA));
        } catch (IOException e) {
            throw DiskErrors.translate("write to " + directory, e);
        }
        finished = true;
        return List.copyOf(written);
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        open.values().forEach(file -> {
            file.writer.close();
            names.settled(file.name);
        });
        open.clear();
        written.forEach(file -> discard(disk, directory, names, file.file()));
        written.clear();
    }

    /** Deletes a file that nothing names. */
    public static void discard(Disk disk, Path directory, FileNames names, RowFile file) {
        try {
            disk.delete(directory.resolve(file.name()));
        } catch (IOException e) {
            throw DiskErrors.translate("delete " + file.name(), e);
        } finally {
            names.settled(file.name());
        }
    }
}
