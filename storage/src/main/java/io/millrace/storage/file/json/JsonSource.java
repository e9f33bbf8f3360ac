package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.glob.PartitionColumns;
import io.millrace.storage.file.reject.RejectSink;
import io.millrace.storage.file.text.ByteFeed;
import io.millrace.storage.file.text.FileSplits;
import io.millrace.storage.file.text.RecordSplits;
import io.millrace.storage.file.text.TextOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** JSON files as one table: an object a row, its members by name; values that are not objects are one column {@code json}. */
public final class JsonSource implements TableSource {
    /** Bytes of a row where nothing better is known. */
    private static final double ROW_BYTES = 120;
    /** How much is looked at to guess types. */
    private static final int SAMPLE_RECORDS = 20_000;

    private static final int SAMPLE_FILES = 8;
    /** The column of values that are not objects. */
    static final String WHOLE_VALUE = "json";

    private final List<DataFile> files;
    private final PartitionColumns partitions;
    private final Schema schema;
    private final RejectSink rejects;

    private JsonSource(List<DataFile> files, PartitionColumns partitions, Schema schema, RejectSink rejects) {
        this.files = files;
        this.partitions = partitions;
        this.schema = schema;
        this.rejects = rejects;
    }

    /**
     * Opens files.
     *
     * @param declared the table's columns, folder columns included; absent: guessed from the first records of the first files
     * @param rejects takes records that do not fit
     */
    public static JsonSource open(
            List<DataFile> files, PartitionColumns partitions, Map<String, String> options, Optional<Schema> declared, RejectSink rejects) {
        requireOptions(options);
        return new JsonSource(files, partitions, declared.orElseGet(() -> partitions.appendedTo(guess(files))), rejects);
    }

    private static Schema guess(List<DataFile> files) {
        try (BufferAllocator allocator = new RootAllocator();
                JsonShape shape = new JsonShape(allocator)) {
            for (DataFile file : files.subList(0, Math.min(SAMPLE_FILES, files.size()))) {
                sample(file, shape);
            }
            return shape.onlyObjects() ? new Schema(shape.fields()) : Schema.of(Field.of(WHOLE_VALUE, shape.type()));
        }
    }

    private static void sample(DataFile file, JsonShape shape) {
        try (JsonRecords records = records(file, 0, file.length(), 1)) {
            for (int n = 0; n < SAMPLE_RECORDS && records.next(); n++) {
                try (JsonParser parser = JsonText.FACTORY.createParser(records.buffer(), records.start(), records.length())) {
                    parser.nextToken();
                    shape.see(parser);
                } catch (JsonProcessingException e) {
                    // A scan will say it, or leave the record out
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    static JsonRecords records(DataFile file, long from, long to, long line) {
        return from == 0 && JsonForm.of(file) == JsonForm.DOCUMENTS
                ? new JsonDocuments(file)
                : new JsonLines(new ByteFeed(file, from, to), line);
    }

    /** @throws io.millrace.common.error.MillraceException INVALID_PARAMETER for an option that JSON has not */
    public static void requireOptions(Map<String, String> options) {
        new TextOptions("json", options, Set.of());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        long bytes = files.stream().mapToLong(DataFile::length).sum();
        return new TableStatistics(bytes / ROW_BYTES, bytes, List.of());
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        List<Split> splits = new ArrayList<>();
        for (DataFile file : files) {
            List<RecordSplits.Range> ranges = file.length() >= RecordSplits.FILE_BYTES_MIN && JsonForm.of(file) == JsonForm.LINES
                    ? RecordSplits.ofLines(file)
                    : List.of(new RecordSplits.Range(0, file.length(), 1));
            for (RecordSplits.Range range : ranges) {
                splits.add(FileSplits.split(splits.size(), file, range.from(), range.to(), range.line(),
                        (long) ((range.to() - range.from()) / ROW_BYTES)));
            }
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        DataFile file = FileSplits.file(split);
        Map<String, Object> folders = partitions.values(file.partitions());
        JsonRecords records = records(file, FileSplits.from(split), FileSplits.to(split), FileSplits.line(split));
        return new JsonBatchReader(file, records, schema, folders, request, rejects, allocator);
    }
}
