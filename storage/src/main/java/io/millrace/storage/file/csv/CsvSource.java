package io.millrace.storage.file.csv;

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
import io.millrace.storage.file.text.FileSplits;
import io.millrace.storage.file.text.RecordSplits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** CSV files as one table. Files of one table may order their columns differently where headers name them. */
public final class CsvSource implements TableSource {
    /** Bytes of a row where nothing better is known. */
    private static final double ROW_BYTES = 60;

    private final List<DataFile> files;
    private final PartitionColumns partitions;
    private final CsvDialect dialect;
    private final Schema schema;
    private final boolean declared;
    private final RejectSink rejects;

    private CsvSource(List<DataFile> files, PartitionColumns partitions, CsvDialect dialect, Schema schema, boolean declared,
            RejectSink rejects) {
        this.files = files;
        this.partitions = partitions;
        this.dialect = dialect;
        this.schema = schema;
        this.declared = declared;
        this.rejects = rejects;
    }

    /**
     * Opens files.
     *
     * @param declared the table's columns, folder columns included; absent: guessed from the first file
     * @param rejects takes rows that do not fit
     */
    public static CsvSource open(
            List<DataFile> files, PartitionColumns partitions, Map<String, String> options, Optional<Schema> declared, RejectSink rejects) {
        CsvDialect given = CsvDialect.of(options);
        if (declared.isPresent()) {
            return new CsvSource(files, partitions, given, declared.get(), true, rejects);
        }
        CsvShape shape = CsvShape.of(files.get(0), given, Optional.empty());
        List<Field> fields = new ArrayList<>();
        for (int c = 0; c < shape.names().size(); c++) {
            fields.add(Field.of(shape.names().get(c), shape.types().get(c)));
        }
        CsvDialect known = shape.names().isEmpty() ? shape.dialect() : shape.dialect().withHeader(shape.header());
        return new CsvSource(files, partitions, known, partitions.appendedTo(new Schema(fields)), false, rejects);
    }

    /** @throws io.millrace.common.error.MillraceException INVALID_PARAMETER for an option that CSV has not, or a wrong value */
    public static void requireOptions(Map<String, String> options) {
        CsvDialect.of(options);
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
            CsvDialect known = dialect.delimiter().isPresent() || file.length() < RecordSplits.FILE_BYTES_MIN ? dialect
                    : CsvShape.of(file, dialect, Optional.of(schema)).dialect();
            for (RecordSplits.Range range : RecordSplits.of(file, known.comma(), known.quote(), known.escape())) {
                splits.add(FileSplits.split(splits.size(), file, range.from(), range.to(), range.line(),
                        (long) ((range.to() - range.from()) / ROW_BYTES)));
            }
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        DataFile file = FileSplits.file(split);
        Schema inFile = partitions.removedFrom(schema);
        CsvShape shape = CsvShape.of(file, dialect, Optional.of(inFile));
        CsvColumns columns = CsvColumns.of(file, shape, schema, inFile, partitions.values(file.partitions()), declared);
        return new CsvBatchReader(split, file, shape, columns, schema, request, rejects, allocator);
    }
}
