package io.millrace.jdbc.arrow;

import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** Walks a record batch's nodes and buffers. */
final class BatchCursor {
    private final RecordBatch batch;
    private final byte[] body;
    private final FieldNode node = new FieldNode();
    private final Buffer buffer = new Buffer();
    private int nextNode;
    private int nextBuffer;

    BatchCursor(RecordBatch batch, byte[] body) {
        this.batch = batch;
        this.body = body;
    }

    byte[] body() {
        return body;
    }

    /** How many of the next node's values are NULL. */
    long nextNode() {
        batch.nodes(node, nextNode++);
        return node.nullCount();
    }

    /** Where the next buffer begins in the body. */
    int nextBuffer() {
        batch.buffers(buffer, nextBuffer++);
        return Math.toIntExact(buffer.offset());
    }

    long lastBufferBytes() {
        return buffer.length();
    }
}
