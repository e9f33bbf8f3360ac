package io.millrace.storage.log;

import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Reads blocks that an index names. */
final class BlockReader {
    private final BufferAllocator allocator;

    /** {@code allocator} serves reads of the store's own; readers bring theirs. */
    BlockReader(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** The block's rows, owned by the caller; null if its file was deleted meanwhile: look the offset up again. */
    static LogBatch read(BlockRef block, Schema schema, BufferAllocator allocator) {
        if (!block.file().tryRetain()) {
            return null;
        }
        try {
            ArrowBuf body = block.file().readBody(block.header(), block.position(), allocator);
            return BlockDecoder.decode(block.header(), body, schema, allocator);
        } catch (BlockDecoder.Malformed e) {
            throw block.file().corrupt(block.position(), e.getMessage());
        } finally {
            block.file().release();
        }
    }

    /** The rows of consecutive blocks as one body, owned by the caller. */
    BlockEncoder.Body gather(List<BlockRef> blocks, boolean compress) {
        List<LogBatch> parts = new ArrayList<>();
        try {
            for (BlockRef block : blocks) {
                parts.add(read(block, null, allocator));
            }
        } catch (RuntimeException e) {
            parts.forEach(LogBatch::close);
            throw e;
        }
        try (LogBatch all = ColumnConcat.concat(parts, allocator)) {
            return BlockEncoder.encode(all.batch(), all.times(), allocator, compress);
        }
    }
}
