package io.millrace.cluster.exchange;

import io.millrace.common.arrow.ArrowBatches;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** A batch on the wire: one byte whether it has weights, then an Arrow IPC record batch message, the weights as one more column. */
public final class BatchFrames {
    private static final Field WEIGHTS = new Field("weight", SqlType.BIGINT, false);

    private BatchFrames() {}

    /** Appends a batch, which stays the caller's. */
    public static void write(Batch batch, ByteBuf to, BufferAllocator allocator) {
        boolean weighted = batch.weights() != null;
        to.writeBoolean(weighted);
        List<Column> columns = new ArrayList<>(batch.columns());
        if (weighted) {
            columns.add(batch.weights());
        }
        columns.forEach(Column::retain);
        try (Batch whole = new Batch(columns, batch.physicalRows(), batch.selection(), null);
                ArrowRecordBatch record = ArrowBatches.toArrow(whole, allocator)) {
            MessageSerializer.serialize(new WriteChannel(new Appending(to)), record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a batch, which the caller owns. */
    public static Batch read(ByteBuf from, Schema schema, BufferAllocator allocator) {
        boolean weighted = from.readBoolean();
        Schema whole = weighted ? schema.concat(Schema.of(WEIGHTS)) : schema;
        try (ReadChannel in = new ReadChannel(Channels.newChannel(new ByteBufInputStream(from)));
                ArrowRecordBatch record = (ArrowRecordBatch) MessageSerializer.deserializeMessageBatch(in, allocator)) {
            Batch batch = ArrowBatches.fromArrow(record, whole, allocator);
            if (!weighted) {
                return batch;
            }
            List<Column> columns = batch.columns();
            return new Batch(columns.subList(0, schema.size()), batch.physicalRows(), null, columns.get(schema.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Appending(ByteBuf to) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            to.writeBytes(bytes);
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
