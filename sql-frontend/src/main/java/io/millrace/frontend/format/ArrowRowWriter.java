package io.millrace.frontend.format;

import io.millrace.common.arrow.ArrowBatches;
import io.millrace.common.arrow.ArrowTypes;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;

/** Arrow's IPC stream: schema, record batches, end of stream. Rows that broke off have no end of stream. */
final class ArrowRowWriter implements RowWriter {
    private final Answer answer;
    private final WriteChannel channel;

    ArrowRowWriter(Answer answer, OutputStream out) {
        this.answer = answer;
        this.channel = new WriteChannel(new OutputChannel(out));
    }

    @Override
    public void begin() throws IOException {
        MessageSerializer.serialize(channel, ArrowTypes.schema(answer.schema()));
    }

    @Override
    public void batch(Batch batch) throws IOException {
        try (ArrowRecordBatch record = ArrowBatches.toArrow(batch, answer.allocator())) {
            MessageSerializer.serialize(channel, record);
        }
    }

    @Override
    public void end() throws IOException {
        channel.writeIntLittleEndian(MessageSerializer.IPC_CONTINUATION_TOKEN);
        channel.writeIntLittleEndian(0);
    }

    @Override
    public boolean fail(MillraceException error) {
        return false;
    }
}
