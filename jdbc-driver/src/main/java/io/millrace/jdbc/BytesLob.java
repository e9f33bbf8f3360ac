package io.millrace.jdbc;

import java.sql.SQLException;
import javax.sql.rowset.serial.SerialBlob;

/** A BLOB is a VARBINARY in memory; an empty one grows when it is written. */
final class BytesLob extends SerialBlob {
    private static final long serialVersionUID = 1L;
    private byte[] written;

    BytesLob() throws SQLException {
        super(new byte[0]);
    }

    @Override
    public int setBytes(long position, byte[] bytes) throws javax.sql.rowset.serial.SerialException {
        int end = Math.toIntExact(position - 1 + bytes.length);
        byte[] whole =
                java.util.Arrays.copyOf(written == null ? new byte[0] : written, Math.max(end, written == null ? 0 : written.length));
        System.arraycopy(bytes, 0, whole, (int) position - 1, bytes.length);
        written = whole;
        return bytes.length;
    }

    @Override
    public byte[] getBytes(long position, int count) {
        byte[] whole = written == null ? new byte[0] : written;
        int from = Math.min(whole.length, (int) position - 1);
        return java.util.Arrays.copyOfRange(whole, from, Math.min(whole.length, from + count));
    }

    @Override
    public long length() {
        return written == null ? 0 : written.length;
    }

    @Override
    public java.io.InputStream getBinaryStream() {
        return new java.io.ByteArrayInputStream(getBytes(1, Integer.MAX_VALUE));
    }
}
