package io.millrace.storage.file.csv;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.json.JsonText;
import io.millrace.storage.file.reject.RejectSink;
import io.millrace.storage.file.reject.RejectedRow;
import io.millrace.storage.file.text.ByteFeed;
import io.millrace.storage.file.text.FileSplits;
import io.millrace.storage.file.text.TextParser;
import io.millrace.storage.scan.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Reads the records of a range of a CSV file into batches. */
final class CsvBatchReader implements BatchReader {
    private static final int VALUE_TEXT_MAX = 100;

    private final DataFile file;
    private final CsvRecords records;
    private final CsvColumns columns;
    private final ScanRequest request;
    private final RejectSink rejects;
    private final BufferAllocator allocator;
    private final Projection projection;
    private final byte[] nullText;
    private final List<Field> wanted;
    private final ColumnBuilder[] builders;
    private final TextParser[] parsers;
    private final int[] fieldOf;

    CsvBatchReader(
            Split split, DataFile file, CsvShape shape, CsvColumns columns, Schema schema, ScanRequest request, RejectSink rejects,
            BufferAllocator allocator) {
        this.file = file;
        this.columns = columns;
        this.request = request;
        this.rejects = rejects;
        this.allocator = allocator;
        this.projection = Projection.ofColumns(request);
        this.nullText = shape.dialect().nullText();
        this.wanted = request.columns().stream().map(schema::field).toList();
        this.builders = new ColumnBuilder[wanted.size()];
        this.parsers = new TextParser[wanted.size()];
        this.fieldOf = new int[wanted.size()];
        this.records =
                new CsvRecords(new ByteFeed(file, FileSplits.from(split), FileSplits.to(split)), shape.dialect(), FileSplits.line(split));
        try {
            for (int i = 0; i < wanted.size(); i++) {
                fieldOf[i] = columns.fieldOf()[request.columns().get(i)];
                if (fieldOf[i] >= 0) {
                    builders[i] = new ColumnBuilder(allocator, wanted.get(i).type(), request.batchRows());
                    parsers[i] = JsonText.parser(wanted.get(i).type());
                }
            }
            if (FileSplits.from(split) == 0) {
                records.skip(shape.dialect().skip());
                skipHeader(shape.header());
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void skipHeader(boolean header) {
        boolean more = header;
        while (more && records.next()) {
            more = records.blank();
        }
    }

    @Override
    public Batch next() {
        while (true) {
            int rows = 0;
            boolean more = true;
            try {
                while (rows < request.batchRows() && (more = records.next())) {
                    if (record(rows)) {
                        rows++;
                    }
                }
            } catch (MillraceException e) {
                // A record without end is found before it is one
                throw e.getMessage().startsWith("line ") ? new MillraceException(e.code(), "file " + file.path() + ", " + e.getMessage(), e)
                        : e;
            }
            if (rows > 0) {
                return projection.apply(batch(rows));
            }
            if (!more) {
                return null;
            }
        }
    }

    /** Whether the record became row {@code row}; else it was blank or rejected. */
    private boolean record(int row) {
        if (records.blank() && columns.fields() != 1) {
            return false;
        }
        if (records.malformed() != null) {
            reject(Optional.empty(), records.malformed());
            return false;
        }
        if (records.fields() != columns.fields()) {
            reject(Optional.empty(), "expected " + columns.fields() + " fields, found " + records.fields());
            return false;
        }
        for (int i = 0; i < builders.length; i++) {
            if (builders[i] != null && !value(i)) {
                for (int k = 0; k < i; k++) {
                    if (builders[k] != null) {
                        builders[k].truncate(row);
                    }
                }
                String text = records.text(fieldOf[i]);
                reject(Optional.of(wanted.get(i).name()), "expected " + wanted.get(i).type() + ", found '"
                        + (text.length() > VALUE_TEXT_MAX ? text.substring(0, VALUE_TEXT_MAX) + "…" : text) + "'");
                return false;
            }
        }
        return true;
    }

    private boolean value(int i) {
        int field = fieldOf[i];
        int start = records.start(field);
        int end = records.end(field);
        if (!records.quoted(field) && Arrays.equals(records.buffer(), start, end, nullText, 0, nullText.length)) {
            builders[i].appendNull();
            return true;
        }
        if (records.escaped(field)) {
            byte[] bytes = records.unescape(field);
            return parsers[i].append(bytes, 0, records.unescapedLength(), builders[i]);
        }
        return parsers[i].append(records.buffer(), start, end, builders[i]);
    }

    private void reject(Optional<String> column, String reason) {
        rejects.reject(new RejectedRow(file.path().toString(), records.line(), column, reason, records.recordText()));
    }

    private Batch batch(int rows) {
        List<Column> built = new ArrayList<>();
        for (int i = 0; i < builders.length; i++) {
            built.add(builders[i] != null
                    ? builders[i].build()
                    : Values.constant(allocator, wanted.get(i).type(), columns.folderValues().get(wanted.get(i).name()), rows));
        }
        return Batch.of(built, rows);
    }

    @Override
    public long bytesRead() {
        return records.bytesRead();
    }

    @Override
    public void close() {
        records.close();
        for (ColumnBuilder builder : builders) {
            if (builder != null) {
                builder.close();
            }
        }
    }
}
