package io.millrace.frontend.ingest;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * CSV as RFC 4180 has it. The first record is a header if it is said to be or if it names columns only; else fields are the columns in their order. An
 * empty field without quotes is NULL.
 */
final class CsvInput implements RecordInput {
    private final LineInput lines;
    private final byte delimiter;
    private final Optional<Boolean> header;
    private final List<byte[]> fields = new ArrayList<>();
    private int[] columns;
    private long firstLine;
    private byte[] record;
    private String malformed;

    CsvInput(InputStream body, char delimiter, Optional<Boolean> header) {
        this.lines = new LineInput(body);
        this.delimiter = (byte) delimiter;
        this.header = header;
    }

    @Override
    public Outcome next(RowTarget target) throws IOException {
        if (!read()) {
            return new Outcome.End();
        }
        if (record.length == 0 && target.schema().size() > 1) {
            return new Outcome.Blank();
        }
        if (columns == null && begin(target)) {
            return new Outcome.Blank();
        }
        if (malformed != null) {
            return bad(Optional.empty(), malformed);
        }
        if (fields.size() != columns.length) {
            return bad(Optional.empty(), "expected " + columns.length + " fields, found " + fields.size());
        }
        for (int i = 0; i < columns.length; i++) {
            byte[] field = fields.get(i);
            if (columns[i] < 0) {
                continue;
            }
            if (field == null) {
                target.putNull(columns[i]);
                continue;
            }
            String wrong = target.put(columns[i], field, 0, field.length);
            if (wrong != null) {
                target.giveUp();
                return bad(Optional.of(target.schema().field(columns[i]).name()), wrong);
            }
        }
        String missing = target.keep();
        return missing == null ? new Outcome.Kept() : bad(Optional.of(missing), "is NOT NULL and has no value");
    }

    /** Looks at the first record; whether it is a header. */
    private boolean begin(RowTarget target) {
        int[] named = new int[fields.size()];
        boolean allNamed = malformed == null;
        for (int i = 0; i < named.length; i++) {
            named[i] = fields.get(i) == null ? -1 : target.column(new String(fields.get(i), StandardCharsets.UTF_8).strip());
            allNamed &= named[i] >= 0;
        }
        if (header.orElse(allNamed)) {
            if (!allNamed && header.isPresent()) {
                for (int i = 0; i < named.length; i++) {
                    if (named[i] < 0) {
                        throw new MillraceException(ErrorCode.MALFORMED_INPUT, "line " + firstLine + ": there is no column \""
                                + (fields.get(i) == null ? "" : new String(fields.get(i), StandardCharsets.UTF_8)) + "\"");
                    }
                }
            }
            columns = named;
            return true;
        }
        columns = new int[target.schema().size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        return false;
    }

    /** Reads a record, over several lines where quotes hold line ends. */
    private boolean read() throws IOException {
        byte[] line = lines.next();
        if (line == null) {
            return false;
        }
        firstLine = lines.line();
        record = line;
        while (!parse()) {
            byte[] more = lines.next();
            if (more == null) {
                malformed = "a quote is never closed";
                return true;
            }
            if (record.length + more.length > LineInput.LINE_BYTES_MAX) {
                throw new MillraceException(ErrorCode.MALFORMED_INPUT,
                        "line " + firstLine + ": the record is longer than " + LineInput.LINE_BYTES_MAX + " bytes");
            }
            ByteArrayOutputStream joined = new ByteArrayOutputStream(record.length + more.length + 1);
            joined.writeBytes(record);
            joined.write('\n');
            joined.writeBytes(more);
            record = joined.toByteArray();
        }
        return true;
    }

    /** Cuts the record into fields; false if it ends within quotes. */
    private boolean parse() {
        fields.clear();
        malformed = null;
        if (record.length > 0 && record[record.length - 1] == '\r' && !endsInQuotes()) {
            record = java.util.Arrays.copyOf(record, record.length - 1);
        }
        int at = 0;
        while (true) {
            if (at < record.length && record[at] == '"') {
                int end = quoted(at + 1);
                if (end < 0) {
                    return false;
                }
                at = end;
                if (at < record.length && record[at] != delimiter) {
                    malformed = "text follows a closing quote";
                    return true;
                }
            } else {
                int end = at;
                while (end < record.length && record[end] != delimiter) {
                    end++;
                }
                fields.add(end == at ? null : java.util.Arrays.copyOfRange(record, at, end));
                at = end;
            }
            if (at >= record.length) {
                return true;
            }
            at++;
        }
    }

    private boolean endsInQuotes() {
        int quotes = 0;
        for (byte b : record) {
            quotes += b == '"' ? 1 : 0;
        }
        return quotes % 2 == 1;
    }

    /** Adds the field in quotes; where it ends, behind the quote, or -1. */
    private int quoted(int from) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (int i = from; i < record.length; i++) {
            if (record[i] != '"') {
                value.write(record[i]);
            } else if (i + 1 < record.length && record[i + 1] == '"') {
                value.write('"');
                i++;
            } else {
                fields.add(value.toByteArray());
                return i + 1;
            }
        }
        return -1;
    }

    private Outcome bad(Optional<String> column, String reason) {
        return new Outcome.Bad(new Rejected(firstLine, column, reason, LineInput.shown(record)));
    }
}
