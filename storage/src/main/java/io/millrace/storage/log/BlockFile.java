package io.millrace.storage.log;

import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** A journal or segment file that readers may hold open while it is deleted: it closes when the last of them lets go. */
final class BlockFile {
    private final Disk disk;
    private final Path path;
    private final DiskFile file;
    /** One for the owner, one for each reader at work; 0 is closed for good. */
    private final AtomicInteger references = new AtomicInteger(1);

    BlockFile(Disk disk, Path path, DiskFile file) {
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    Path path() {
        return path;
    }

    /** For the owner. */
    DiskFile file() {
        return file;
    }

    boolean tryRetain() {
        int seen = references.get();
        while (seen > 0) {
            if (references.compareAndSet(seen, seen + 1)) {
                return true;
            }
            seen = references.get();
        }
        return false;
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            try {
                file.close();
            } catch (IOException e) {
                throw DiskErrors.translate("close " + path, e);
            }
        }
    }

    /** Deletes the name and gives up the owner's reference. */
    void delete() throws IOException {
        disk.delete(path);
        release();
    }

    /** Reads the block's body, checked, into a buffer that the caller owns. The caller holds a reference of this file. */
    ArrowBuf readBody(BlockHeader header, long position, BufferAllocator allocator) {
        ArrowBuf body = Buffers.allocate(allocator, (long) header.bodyBytes() + Buffers.PADDING_BYTES);
        try {
            file.readFully(body.nioBuffer(0, header.bodyBytes()), position + BlockHeader.BYTES);
        } catch (IOException e) {
            body.close();
            throw DiskErrors.translate("read " + path + " at byte " + position, e);
        }
        if (BlockEncoder.crc(body, header.bodyBytes()) != header.bodyCrc()) {
            body.close();
            throw DiskErrors.corrupt(path, position, "the block's rows do not match their checksum");
        }
        return body;
    }

    BlockHeader readHeader(long position) {
        ByteBuffer buffer = ByteBuffer.allocate(BlockHeader.BYTES);
        try {
            file.readFully(buffer, position);
        } catch (IOException e) {
            throw DiskErrors.translate("read " + path + " at byte " + position, e);
        }
        BlockHeader header = BlockHeader.read(buffer, 0);
        if (header == null) {
            throw DiskErrors.corrupt(path, position, "no block header where one was");
        }
        return header;
    }

    MillraceException corrupt(long position, String found) {
        return DiskErrors.corrupt(path, position, found);
    }
}
