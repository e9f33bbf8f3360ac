package io.millrace.jdbc.arrow;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.error.ServerError;
import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.Rows;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;

/**
 * Rows of an Arrow IPC stream, one record batch in memory at a time. The stream ends with its end mark, or with an error frame; one that just stops was
 * cut off.
 */
public final class ArrowRows extends Rows {
    private static final int ERROR_FRAME = -1;
    private static final int METADATA_BYTES_MAX = 64 << 20;

    private final InputStream in;
    private final Map<String, String> facts;
    private final Vector[] vectors;
    private final byte[] four = new byte[4];
    private byte[] metadata = new byte[512];
    private byte[] body = new byte[0];
    private int metadataBytes;
    private int bodyBytes;
    private int row = -1;
    private int rows;
    private boolean ended;

    private ArrowRows(InputStream in, List<ColumnInfo> columns, Map<String, String> facts) {
        super(columns);
        this.in = in;
        this.facts = facts;
        this.vectors = columns.stream().map(Vector::of).toArray(Vector[]::new);
    }

    /** Reads the schema; the stream is this object's from then on. */
    public static ArrowRows open(InputStream in) throws SQLException {
        try {
            ArrowRows bare = new ArrowRows(in, List.of(), Map.of());
            Message message = bare.message();
            if (message == null || message.headerType() != MessageHeader.Schema) {
                throw new IOException("it does not begin with a schema");
            }
            org.apache.arrow.flatbuf.Schema schema =
                    (org.apache.arrow.flatbuf.Schema) message.header(new org.apache.arrow.flatbuf.Schema());
            return new ArrowRows(in, SchemaFields.columns(schema), SchemaFields.facts(schema));
        } catch (IOException e) {
            throw broken(e);
        } catch (RuntimeException e) {
            throw malformed(e);
        }
    }

    private static SQLException broken(IOException e) {
        return e instanceof ReadTimeout
                ? Errors.of("08006", "the server sent nothing within the network timeout", e)
                : Errors.of("08006", "the server's answer broke off: " + e.getMessage(), e);
    }

    private static SQLException malformed(RuntimeException e) {
        return Errors.of("08P01", "the server's answer is not understood: " + e, e);
    }

    /** What the server says of the answer: tag, updateCount, queryId, zone, warnings. */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    @Override
    public boolean next() throws SQLException {
        if (++row < rows) {
            return true;
        }
        row = 0;
        RecordBatch batch = batch();
        if (batch == null) {
            rows = 0;
            return false;
        }
        load(vectors, batch, body);
        rows = Math.toIntExact(batch.length());
        return true;
    }

    static void load(Vector[] vectors, RecordBatch batch, byte[] body) {
        BatchCursor cursor = new BatchCursor(batch, body);
        for (Vector vector : vectors) {
            vector.load(cursor);
        }
    }

    /** The next record batch that has rows, its body in place until the one after it is read; null at the end. */
    private RecordBatch batch() throws SQLException {
        try {
            while (!ended) {
                Message message = message();
                if (message == null) {
                    ended = true;
                    drain();
                    break;
                }
                if (message.headerType() == MessageHeader.RecordBatch) {
                    RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
                    if (batch.length() > 0) {
                        return batch;
                    }
                }
            }
            return null;
        } catch (IOException e) {
            ended = true;
            throw broken(e);
        } catch (RuntimeException e) {
            ended = true;
            throw malformed(e);
        } catch (SQLException e) {
            ended = true;
            throw e;
        }
    }

    /** A copy of the next record batch that has rows, which lasts; null at the end. Instead of {@link #next}. */
    KeptRows.KeptBatch keepNext() throws SQLException {
        RecordBatch batch = batch();
        return batch == null ? null
                : new KeptRows.KeptBatch(Arrays.copyOf(metadata, metadataBytes), Arrays.copyOf(body, bodyBytes), batch.length());
    }

    static RecordBatch batch(byte[] metadata) {
        return (RecordBatch) Message.getRootAsMessage(ByteBuffer.wrap(metadata).order(ByteOrder.LITTLE_ENDIAN)).header(new RecordBatch());
    }

    /** The next message, its body in place; null at the end. */
    private Message message() throws IOException, SQLException {
        int length = readInt();
        if (length == -1) {
            length = readInt();
            if (length == ERROR_FRAME) {
                int bytes = readInt();
                throw ServerError.parse(read(new byte[bounded(bytes)], bytes), bytes);
            }
        }
        if (length == 0) {
            return null;
        }
        metadata = read(metadata.length >= bounded(length) ? metadata : new byte[length], length);
        metadataBytes = length;
        Message message = Message.getRootAsMessage(ByteBuffer.wrap(metadata, 0, length).slice().order(ByteOrder.LITTLE_ENDIAN));
        bodyBytes = Math.toIntExact(message.bodyLength());
        body = read(body.length >= bodyBytes ? body : new byte[bodyBytes + (bodyBytes >> 2)], bodyBytes);
        return message;
    }

    private static int bounded(int bytes) throws IOException {
        if (bytes < 0 || bytes > METADATA_BYTES_MAX) {
            throw new IOException("a message of " + bytes + " bytes");
        }
        return bytes;
    }

    private int readInt() throws IOException {
        read(four, 4);
        return (int) Vector.INTS.get(four, 0);
    }

    private byte[] read(byte[] into, int length) throws IOException {
        int count = 0;
        while (count < length) {
            int more = in.read(into, count, length - count);
            if (more < 0) {
                throw new EOFException("it ends before its end mark");
            }
            count += more;
        }
        return into;
    }

    /** To the end of the transfer, so that its connection is used again. */
    private void drain() throws IOException {
        while (in.read(four, 0, 4) >= 0) {
            // Nothing comes behind the end mark.
        }
        in.close();
    }

    @Override
    public boolean isNull(int column) {
        return vectors[column].isNull(row);
    }

    @Override
    public Object get(int column) {
        return vectors[column].get(row);
    }

    @Override
    public long longAt(int column) {
        return vectors[column].longAt(row);
    }

    @Override
    public double doubleAt(int column) {
        return vectors[column].doubleAt(row);
    }

    @Override
    public void close() {
        ended = true;
        try {
            in.close();
        } catch (IOException e) {
            // It is of no more use either way.
            ended = true;
        }
    }

    /** The network timeout passed without a byte. */
    public static final class ReadTimeout extends IOException {
        private static final long serialVersionUID = 1L;

        public ReadTimeout() {
            super("no byte came within the network timeout");
        }
    }
}
