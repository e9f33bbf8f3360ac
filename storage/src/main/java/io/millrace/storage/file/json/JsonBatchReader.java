package io.millrace.storage.file.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.reject.RejectSink;
import io.millrace.storage.file.reject.RejectedRow;
import io.millrace.storage.scan.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;

/** Reads JSON records into batches. */
final class JsonBatchReader implements BatchReader {
    private final DataFile file;
    private final JsonRecords records;
    private final Map<String, Object> folderValues;
    private final ScanRequest request;
    private final RejectSink rejects;
    private final BufferAllocator allocator;
    private final Projection projection;
    private final List<Field> wanted;
    private final JsonNames names;
    private final boolean wholeValue;
    private final ColumnBuilder[] builders;
    private final JsonValue[] values;

    /** Takes over {@code records}. */
    JsonBatchReader(
            DataFile file, JsonRecords records, Schema schema, Map<String, Object> folderValues, ScanRequest request, RejectSink rejects,
            BufferAllocator allocator) {
        this.file = file;
        this.records = records;
        this.folderValues = folderValues;
        this.request = request;
        this.rejects = rejects;
        this.allocator = allocator;
        this.projection = Projection.ofColumns(request);
        this.wanted = request.columns().stream().map(schema::field).toList();
        this.names = new JsonNames(wanted);
        this.wholeValue = schema.indexOf(JsonSource.WHOLE_VALUE) >= 0 && schema.size() - folderValues.size() == 1;
        this.builders = new ColumnBuilder[wanted.size()];
        this.values = new JsonValue[wanted.size()];
        for (int i = 0; i < wanted.size(); i++) {
            if (!folderValues.containsKey(wanted.get(i).name())) {
                builders[i] = new ColumnBuilder(allocator, wanted.get(i).type(), request.batchRows());
                values[i] = JsonValue.of(wanted.get(i).type());
            }
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

    /** Whether the record became row {@code row}; else it was rejected. */
    private boolean record(int row) {
        String column = null;
        String reason;
        try (JsonParser parser = JsonText.FACTORY.createParser(records.buffer(), records.start(), records.length())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                int failed = members(parser, row);
                if (failed < 0 && parser.nextToken() == null) {
                    return true;
                }
                column = failed < 0 ? null : wanted.get(failed).name();
                reason = failed < 0 ? "text stands behind the value" : "expected " + wanted.get(failed).type() + ", found another value";
            } else if (wholeValue) {
                if (whole(parser, row)) {
                    return true;
                }
                reason = "expected " + wanted + ", found another value";
            } else {
                reason = "expected an object, found " + (first == null ? "nothing" : "another value");
            }
        } catch (JsonProcessingException e) {
            reason = "not JSON at column " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (ColumnBuilder builder : builders) {
            if (builder != null && builder.length() > row) {
                builder.truncate(row);
            }
        }
        rejects.reject(new RejectedRow(file.path().toString(), records.line(), Optional.ofNullable(column), reason, records.text()));
        return false;
    }

    /** The wanted column whose value does not fit, or -1. */
    private int members(JsonParser parser, int row) throws IOException {
        if (wholeValue) {
            return whole(parser, row) ? -1 : 0;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int position = names.position(parser.currentName());
            parser.nextToken();
            if (position < 0 || builders[position] == null) {
                parser.skipChildren();
                continue;
            }
            builders[position].truncate(Math.min(row, builders[position].length())); // Of a name that comes twice the last counts
            if (!values[position].append(parser, builders[position])) {
                return position;
            }
        }
        for (ColumnBuilder builder : builders) {
            if (builder != null && builder.length() == row) {
                builder.appendNull();
            }
        }
        return -1;
    }

    private boolean whole(JsonParser parser, int row) throws IOException {
        for (int i = 0; i < builders.length; i++) {
            if (builders[i] != null && !values[i].append(parser, builders[i])) {
                builders[i].truncate(row);
                return false;
            }
        }
        return true;
    }

    private Batch batch(int rows) {
        List<Column> built = new ArrayList<>();
        for (int i = 0; i < builders.length; i++) {
            built.add(builders[i] != null
                    ? builders[i].build()
                    : Values.constant(allocator, wanted.get(i).type(), folderValues.get(wanted.get(i).name()), rows));
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
