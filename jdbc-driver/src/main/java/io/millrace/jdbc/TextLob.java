package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;

/** A CLOB is a VARCHAR in memory; it grows when it is written behind its end. */
final class TextLob implements NClob {
    /** Null once it is freed. */
    private String text = "";

    TextLob() {}

    TextLob(String text) {
        this.text = text;
    }

    private String text() throws SQLException {
        if (text == null) {
            throw Errors.of("55000", "the CLOB was freed");
        }
        return text;
    }

    private int offset(long position) throws SQLException {
        if (position < 1 || position > text().length() + 1L) {
            throw Errors.of("22011", "position " + position + " is not in the CLOB of " + text().length() + " characters");
        }
        return (int) position - 1;
    }

    @Override
    public long length() throws SQLException {
        return text().length();
    }

    @Override
    public String getSubString(long position, int count) throws SQLException {
        int from = offset(position);
        if (count < 0) {
            throw Errors.of("22011", "the number of characters is negative: " + count);
        }
        return text.substring(from, (int) Math.min(text.length(), (long) from + count));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(text());
    }

    @Override
    public Reader getCharacterStream(long position, long count) throws SQLException {
        int from = offset(position);
        if (count < 0 || from + count > text.length()) {
            throw Errors.of("22011",
                    count + " characters from position " + position + " are not in the CLOB of " + text.length() + " characters");
        }
        return new StringReader(text.substring(from, from + (int) count));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(text().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String wanted, long start) throws SQLException {
        if (start < 1 || wanted == null) {
            throw Errors.of("22011", "expected a text, and a position from 1 on");
        }
        int at = text().indexOf(wanted, (int) Math.min(text.length(), start - 1));
        return at < 0 ? -1 : at + 1L;
    }

    @Override
    public long position(Clob wanted, long start) throws SQLException {
        return position(wanted == null ? null : wanted.getSubString(1, (int) wanted.length()), start);
    }

    @Override
    public int setString(long position, String part) throws SQLException {
        if (part == null) {
            throw Errors.of("22004", "the text is null");
        }
        int from = offset(position);
        int to = (int) Math.min(text.length(), (long) from + part.length());
        text = text.substring(0, from) + part + text.substring(to);
        return part.length();
    }

    @Override
    public int setString(long position, String part, int from, int count) throws SQLException {
        if (part == null || from < 0 || count < 0 || from > part.length() - count) {
            throw Errors.of("22011", "the characters that are to be written are not all there");
        }
        return setString(position, part.substring(from, from + count));
    }

    /** What is written is there once the stream is flushed or closed. */
    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        offset(position);
        return new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                TextLob.this.write(position, toString(StandardCharsets.US_ASCII));
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    /** What is written is there once the writer is flushed or closed. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        offset(position);
        return new StringWriter() {
            @Override
            public void close() throws IOException {
                TextLob.this.write(position, toString());
            }
        };
    }

    private void write(long position, String part) throws IOException {
        try {
            setString(position, part);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void truncate(long length) throws SQLException {
        if (length < 0 || length > text().length()) {
            throw Errors.of("22011", "the CLOB has " + text.length() + " characters, not " + length);
        }
        text = text.substring(0, (int) length);
    }

    @Override
    public void free() {
        text = null;
    }
}
