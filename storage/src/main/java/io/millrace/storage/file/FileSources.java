package io.millrace.storage.file;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.csv.CsvSource;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.glob.FilePatterns;
import io.millrace.storage.file.glob.PartitionColumns;
import io.millrace.storage.file.json.JsonSource;
import io.millrace.storage.file.parquet.FooterCache;
import io.millrace.storage.file.parquet.ParquetFile;
import io.millrace.storage.file.parquet.ParquetSource;
import io.millrace.storage.file.reject.RejectSink;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Opens files as they are. Thread-safe; one a worker, since it caches footers. */
public final class FileSources {
    private final FooterCache footers = new FooterCache();
    private final Function<String, RejectSink> rejectTables;

    /** @param rejectTables where rows go that do not fit, by the name that {@code reject_table} gives */
    public FileSources(Function<String, RejectSink> rejectTables) {
        this.rejectTables = rejectTables;
    }

    /** Without tables of rejected rows. */
    public FileSources() {
        this(table -> {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "option reject_table is not supported here: " + table);
        });
    }

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
            case "csv" -> CsvSource.open(files, partitions, target.options(), target.declared(), rejects(target.options()));
            case "json", "ndjson", "jsonl" ->
                    JsonSource.open(files, partitions, target.options(), target.declared(), rejects(target.options()));
            default -> throw unknown(target.format());
        };
    }

    /** Refuses what {@link #open} would refuse of the format and its options, though no file is there yet. */
    public void requireOptions(String format, Map<String, String> options) {
        switch (format.toLowerCase(Locale.ROOT)) {
            case "parquet" -> {}
            case "csv" -> CsvSource.requireOptions(options);
            case "json", "ndjson", "jsonl" -> JsonSource.requireOptions(options);
            default -> throw unknown(format);
        }
        rejects(options);
    }

    private static MillraceException unknown(String format) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "unknown file format " + format + ", expected one of parquet, csv, json");
    }

    /** The columns that {@link #open} would show. */
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return open(new ScanTarget.Files(paths, format, options)).schema();
    }

    private RejectSink rejects(Map<String, String> given) {
        Map<String, String> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(given);
        String table = options.get("reject_table");
        if (table != null) {
            return rejectTables.apply(table);
        }
        String onError = options.getOrDefault("on_error", "fail");
        return switch (onError.toLowerCase(Locale.ROOT)) {
            case "fail" -> RejectSink.FAIL;
            case "skip" -> RejectSink.SKIP;
            default -> throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER, "option on_error: expected fail or skip, found '" + onError + "'");
        };
    }

    private static PartitionColumns partitions(List<DataFile> files, Map<String, String> options) {
        return options.getOrDefault("hive_partitioning", "true").equalsIgnoreCase("false") ? PartitionColumns.none()
                : PartitionColumns.infer(files);
    }

    private TableSource parquet(List<DataFile> files, PartitionColumns partitions, Map<String, String> options) {
        boolean binaryAsText = Boolean.parseBoolean(options.getOrDefault("binary_as_string", "false"));
        ParquetFile first = footers.open(files.get(0), binaryAsText);
        Schema schema = partitions.appendedTo(files.size() > 1 ? nullable(first.schema()) : first.schema());
        return new ParquetSource(files, partitions, schema, footers, binaryAsText);
    }

    /** Another file of the glob may leave out what the first one has. */
    private static Schema nullable(Schema schema) {
        return new Schema(schema.fields().stream().map(f -> Field.of(f.name(), f.type())).toList());
    }
}
