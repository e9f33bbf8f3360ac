package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import java.io.ByteArrayInputStream;
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

/** A CLOB is a VARCHAR in memory. */
final class TextLob implements NClob {
    private String text = "";

    TextLob() {}

    TextLob(String text) {
        this.text = text;
    }

    @Override
    public long length() {
        return text.length();
    }

    @Override
    public String getSubString(long position, int count) throws SQLException {
        if (position < 1 || position > text.length() + 1L || count < 0) {
            throw Errors.of("22011", "position " + position + " is not in the text");
        }
        return text.substring((int) position - 1, (int) Math.min(text.length(), position - 1 + count));
    }

    @Override
    public Reader getCharacterStream() {
        return new StringReader(text);
    }

    @Override
    public Reader getCharacterStream(long position, long count) throws SQLException {
        return new StringReader(getSubString(position, (int) count));
    }

    @Override
    public InputStream getAsciiStream() {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String wanted, long start) {
        int at = text.indexOf(wanted, (int) start - 1);
        return at < 0 ? -1 : at + 1L;
    }

    @Override
    public long position(Clob wanted, long start) throws SQLException {
        return position(wanted.getSubString(1, (int) wanted.length()), start);
    }

    @Override
    public int setString(long position, String part) throws SQLException {
        if (position < 1 || position > text.length() + 1L) {
            throw Errors.of("22011", "position " + position + " is not in the text");
        }
        int from = (int) position - 1;
        int to = Math.min(text.length(), from + part.length());
        text = text.substring(0, from) + part + text.substring(to);
        return part.length();
    }

    @Override
    public int setString(long position, String part, int offset, int count) throws SQLException {
        return setString(position, part.substring(offset, offset + count));
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        throw Errors.unsupported("write a CLOB with setString or setCharacterStream");
    }

    @Override
    public Writer setCharacterStream(long position) {
        return new StringWriter() {
            @Override
            public void close() throws java.io.IOException {
                try {
                    setString(position, toString());
                } catch (SQLException e) {
                    throw new java.io.IOException(e);
                }
            }
        };
    }

    @Override
    public void truncate(long length) {
        text = text.substring(0, (int) Math.min(text.length(), length));
    }

    @Override
    public void free() {
        text = "";
    }
}
