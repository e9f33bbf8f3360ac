package io.millrace.jdbc;

import io.millrace.jdbc.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** A BLOB is a VARBINARY in memory; it grows when it is written behind its end. */
final class BytesLob implements Blob {
    /** Null once it is freed. */
    private byte[] bytes;

    BytesLob() {
        this(new byte[0]);
    }

    /** Takes the bytes over. */
    BytesLob(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] bytes() throws SQLException {
        if (bytes == null) {
            throw Errors.of("55000", "the BLOB was freed");
        }
        return bytes;
    }

    private int offset(long position) throws SQLException {
        if (position < 1 || position > bytes().length + 1L) {
            throw Errors.of("22011", "position " + position + " is not in the BLOB of " + bytes().length + " bytes");
        }
        return (int) position - 1;
    }

    @Override
    public long length() throws SQLException {
        return bytes().length;
    }

    @Override
    public byte[] getBytes(long position, int count) throws SQLException {
        int from = offset(position);
        if (count < 0) {
            throw Errors.of("22011", "the number of bytes is negative: " + count);
        }
        return Arrays.copyOfRange(bytes, from, (int) Math.min(bytes.length, (long) from + count));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(bytes());
    }

    @Override
    public InputStream getBinaryStream(long position, long count) throws SQLException {
        int from = offset(position);
        if (count < 0 || from + count > bytes.length) {
            throw Errors.of("22011", count + " bytes from position " + position + " are not in the BLOB of " + bytes.length + " bytes");
        }
        return new ByteArrayInputStream(bytes, from, (int) count);
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        if (start < 1 || pattern == null) {
            throw Errors.of("22011", "expected a pattern, and a position from 1 on");
        }
        for (int at = (int) Math.min(bytes().length, start - 1); at + pattern.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern == null ? null : pattern.getBytes(1, (int) pattern.length()), start);
    }

    @Override
    public int setBytes(long position, byte[] part) throws SQLException {
        if (part == null) {
            throw Errors.of("22004", "the bytes are null");
        }
        return setBytes(position, part, 0, part.length);
    }

    @Override
    public int setBytes(long position, byte[] part, int from, int count) throws SQLException {
        int to = offset(position);
        if (part == null || from < 0 || count < 0 || from > part.length - count) {
            throw Errors.of("22011", "the bytes that are to be written are not all there");
        }
        if (to > Integer.MAX_VALUE - count) {
            throw Errors.of("22001", "a BLOB has at most " + Integer.MAX_VALUE + " bytes");
        }
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length, to + count));
        System.arraycopy(part, from, bytes, to, count);
        return count;
    }

    /** What is written is there once the stream is flushed or closed. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        offset(position);
        return new ByteArrayOutputStream() {
            @Override
            public void flush() throws IOException {
                try {
                    setBytes(position, toByteArray());
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        if (length < 0 || length > bytes().length) {
            throw Errors.of("22011", "the BLOB has " + bytes.length + " bytes, not " + length);
        }
        bytes = Arrays.copyOf(bytes, (int) length);
    }

    @Override
    public void free() {
        bytes = null;
    }
}
