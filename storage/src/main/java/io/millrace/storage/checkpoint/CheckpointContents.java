package io.millrace.storage.checkpoint;

import io.millrace.common.port.StateInput;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** The sections of a checkpoint file that was found sound; valid while the file is open. */
final class CheckpointContents implements StateInput {
    private static final int READ_BYTES = 1 << 20;

    /** Where a piece of a section lies. */
    private record Piece(long position, int length) {}

    private final DiskFile file;
    private final Map<String, List<Piece>> sections = new HashMap<>();

    private CheckpointContents(DiskFile file) {
        this.file = file;
    }

    /** @throws io.millrace.common.error.MillraceException CORRUPT_FILE */
    static CheckpointContents verified(Path path, DiskFile file) throws IOException {
        long size = file.size();
        long end = size - CheckpointWriter.RECORD_BYTES - 8;
        if (end < CheckpointWriter.HEADER_BYTES) {
            throw DiskErrors.corrupt(path, size, "it ends too soon");
        }
        ByteBuffer header = bytes(file, 0, CheckpointWriter.HEADER_BYTES);
        if (header.getInt() != CheckpointWriter.MAGIC) {
            throw DiskErrors.corrupt(path, 0, "it is not a checkpoint");
        }
        int version = header.getInt();
        if (version != CheckpointWriter.VERSION) {
            throw DiskErrors.corrupt(path, 4, "found version " + version + ", expected " + CheckpointWriter.VERSION);
        }
        ByteBuffer last = bytes(file, end, CheckpointWriter.RECORD_BYTES + 8);
        boolean whole = last.get() == CheckpointWriter.CHECKSUM && last.getInt() == 8 && last.getLong() == checksum(file, end);
        if (!whole) {
            throw DiskErrors.corrupt(path, end, "the checksum does not match");
        }
        CheckpointContents contents = new CheckpointContents(file);
        contents.index(path, end);
        return contents;
    }

    private static ByteBuffer bytes(DiskFile file, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        file.readFully(bytes, position);
        return bytes.flip();
    }

    private static long checksum(DiskFile file, long end) throws IOException {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < end;) {
            int count = (int) Math.min(READ_BYTES, end - at);
            crc.update(bytes(file, at, count));
            at += count;
        }
        return crc.getValue();
    }

    private void index(Path path, long end) throws IOException {
        List<Piece> current = null;
        long at = CheckpointWriter.HEADER_BYTES;
        while (at < end) {
            ByteBuffer record = bytes(file, at, CheckpointWriter.RECORD_BYTES);
            byte kind = record.get();
            int length = record.getInt();
            long body = at + CheckpointWriter.RECORD_BYTES;
            if (length < 0 || length > end - body) {
                throw DiskErrors.corrupt(path, at, "found a record of " + length + " bytes");
            }
            switch (kind) {
                case CheckpointWriter.SECTION -> {
                    current = new ArrayList<>();
                    sections.put(StandardCharsets.UTF_8.decode(bytes(file, body, length)).toString(), current);
                }
                case CheckpointWriter.PIECE -> {
                    if (current == null) {
                        throw DiskErrors.corrupt(path, at, "found contents outside of a section");
                    }
                    current.add(new Piece(body, length));
                }
                case CheckpointWriter.END -> current = null;
                default -> throw DiskErrors.corrupt(path, at, "found a record of kind " + kind);
            }
            at = body + length;
        }
    }

    @Override
    public InputStream section(String name) {
        List<Piece> pieces = sections.get(name);
        return pieces == null ? null : new PieceStream(pieces);
    }

    private final class PieceStream extends InputStream {
        private final List<Piece> pieces;
        private int next;
        private ByteBuffer current = ByteBuffer.allocate(0);

        PieceStream(List<Piece> pieces) {
            this.pieces = pieces;
        }

        private boolean advance() throws IOException {
            while (!current.hasRemaining()) {
                if (next == pieces.size()) {
                    return false;
                }
                Piece piece = pieces.get(next++);
                current = bytes(file, piece.position, piece.length);
            }
            return true;
        }

        @Override
        public int read() throws IOException {
            return advance() ? current.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!advance()) {
                return -1;
            }
            int count = Math.min(length, current.remaining());
            current.get(target, from, count);
            return count;
        }
    }
}
