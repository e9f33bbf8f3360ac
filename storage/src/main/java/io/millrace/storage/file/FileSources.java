package io.millrace.storage.file;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.glob.FilePatterns;
import io.millrace.storage.file.glob.PartitionColumns;
import io.millrace.storage.file.parquet.FooterCache;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.file.parquet.ParquetSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Opens files as they are. Thread-safe; one a worker, since it caches footers. */
public final class FileSources {
    private final FooterCache footers = new FooterCache();

    /**
     * Opens files as a table.
     *
     * @throws MillraceException FILE_NOT_FOUND naming the pattern that matches nothing; CORRUPT_FILE; INVALID_PARAMETER for an unknown format or option
     */
    public TableSource open(ScanTarget.Files target) {
        List<DataFile> files = FilePatterns.resolve(target.paths());
        PartitionColumns partitions = partitions(files, target.options());
        return switch (target.format().toLowerCase(Locale.ROOT)) {
            case "parquet" -> parquet(files, partitions, target.options());
            default -> throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "unknown file format " + target.format() + ", expected one of parquet, csv, json");
        };
    }

    /** The columns that {@link #open} would show. */
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return open(new ScanTarget.Files(paths, format, options)).schema();
    }

    private static PartitionColumns partitions(List<DataFile> files, Map<String, String> options) {
        return options.getOrDefault("hive_partitioning", "true").equalsIgnoreCase("false") ? PartitionColumns.none()
                : PartitionColumns.infer(files);
    }

    private TableSource parquet(List<DataFile> files, PartitionColumns partitions, Map<String, String> options) {
        boolean binaryAsText = Boolean.parseBoolean(options.getOrDefault("binary_as_string", "false"));
        ParquetFile first = footers.open(files.get(0), binaryAsText);
        Schema schema = withPartitions(files.size() > 1 ? nullable(first.schema()) : first.schema(), partitions);
        return new ParquetSource(files, partitions, schema, footers, binaryAsText);
    }

    /** Another file of the glob may leave out what the first one has. */
    private static Schema nullable(Schema schema) {
        return new Schema(schema.fields().stream().map(f -> Field.of(f.name(), f.type())).toList());
    }

    /** Folder columns come last; one of the same name in the file gives way to its folder's. */
    static Schema withPartitions(Schema schema, PartitionColumns partitions) {
        List<Field> fields = new ArrayList<>(schema.fields());
        for (Field partition : partitions.fields()) {
            int existing = schema.indexOf(partition.name());
            if (existing >= 0) {
                fields.set(existing, partition);
            } else {
                fields.add(partition);
            }
        }
        return new Schema(fields);
    }
}
