package io.millrace.frontend.format;

import io.millrace.common.arrow.ArrowBatches;
import io.millrace.common.arrow.ArrowTypes;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Arrow's IPC stream for drivers. The schema's metadata says what was done ({@code tag}, {@code updateCount}, {@code queryId}, {@code zone},
 * {@code warnings} one a line). Rows that broke off end with a frame that no Arrow reader takes for a message: the continuation token, the number -1,
 * the length of what follows, and the error as a JSON object in UTF-8.
 */
final class DriverRowWriter implements RowWriter {
    private static final int ERROR_FRAME = -1;

    private final Answer answer;
    private final WriteChannel channel;

    DriverRowWriter(Answer answer, OutputStream out) {
        this.answer = answer;
        this.channel = new WriteChannel(new OutputChannel(out));
    }

    @Override
    public void begin() throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("tag", answer.tag());
        facts.put("updateCount", Long.toString(answer.updateCount()));
        facts.put("queryId", answer.queryId());
        facts.put("zone", answer.zone().getId());
        facts.put("warnings", String.join("\n", answer.warnings()));
        MessageSerializer.serialize(channel, new Schema(ArrowTypes.schema(answer.schema()).getFields(), facts));
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
    public boolean fail(MillraceException error) throws IOException {
        byte[] text = ErrorJson.of(error).getBytes(StandardCharsets.UTF_8);
        channel.writeIntLittleEndian(MessageSerializer.IPC_CONTINUATION_TOKEN);
        channel.writeIntLittleEndian(ERROR_FRAME);
        channel.writeIntLittleEndian(text.length);
        channel.write(text);
        return true;
    }
}
