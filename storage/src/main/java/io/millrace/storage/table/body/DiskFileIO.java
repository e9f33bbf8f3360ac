package io.millrace.storage.table.body;

import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A table's directory as Iceberg reads and writes it. A file is on disk under its name when its stream is closed. Locations are absolute paths of the time
 * they were written; they are found again after the directory has moved, by what follows the table's own directory name.
 */
final class DiskFileIO implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final int BUFFER_BYTES = 1 << 16;

    private final transient Disk disk;
    private final transient Path directory;

    DiskFileIO(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** The name of a file relative to the table's directory. */
    String name(String location) {
        String marker = "/" + directory.getFileName() + "/";
        int at = location.lastIndexOf(marker);
        if (at < 0) {
            throw new IllegalArgumentException(location + " is not in " + directory);
        }
        return location.substring(at + marker.length());
    }

    String location(String name) {
        return directory.resolve(name).toString();
    }

    private Path path(String location) {
        return directory.resolve(name(location));
    }

    @Override
    public InputFile newInputFile(String location) {
        return new Input(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return new Output(location);
    }

    @Override
    public void deleteFile(String location) {
        try {
            disk.delete(path(location));
        } catch (IOException e) {
            throw DiskErrors.translate("delete " + location, e);
        }
    }

    private final class Input implements InputFile {
        private final String location;

        Input(String location) {
            this.location = location;
        }

        @Override
        public long getLength() {
            try (DiskFile file = disk.open(path(location), Disk.Mode.READ)) {
                return file.size();
            } catch (IOException e) {
                throw new NotFoundException(e, "file %s cannot be read: %s", location, e.getMessage());
            }
        }

        @Override
        public SeekableInputStream newStream() {
            try {
                return new Reading(disk.open(path(location), Disk.Mode.READ));
            } catch (IOException e) {
                throw new NotFoundException(e, "file %s cannot be read: %s", location, e.getMessage());
            }
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public boolean exists() {
            try {
                return disk.exists(path(location));
            } catch (IOException e) {
                throw DiskErrors.translate("look for " + location, e);
            }
        }
    }

    private final class Output implements OutputFile {
        private final String location;

        Output(String location) {
            this.location = location;
        }

        @Override
        public PositionOutputStream create() {
            try {
                Path path = path(location);
                return new Writing(path, disk.open(path, Disk.Mode.CREATE));
            } catch (IOException e) {
                throw DiskErrors.translate("create " + location, e);
            }
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            deleteFile(location);
            return create();
        }

        @Override
        public String location() {
            return location;
        }

        @Override
        public InputFile toInputFile() {
            return new Input(location);
        }
    }

    private static final class Reading extends SeekableInputStream {
        private final DiskFile file;
        private long position;

        Reading(DiskFile file) {
            this.file = file;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void seek(long newPosition) {
            position = newPosition;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            int count = file.read(ByteBuffer.wrap(target, from, length), position);
            position += Math.max(count, 0);
            return count;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class Writing extends PositionOutputStream {
        private final Path path;
        private final DiskFile file;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        private long flushed;
        private boolean closed;

        Writing(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public long getPos() {
            return flushed + buffer.position();
        }

        @Override
        public void write(int b) throws IOException {
            if (!buffer.hasRemaining()) {
                drain();
            }
            buffer.put((byte) b);
        }

        @Override
        public void write(byte[] source, int from, int length) throws IOException {
            int at = from;
            int left = length;
            while (left > 0) {
                if (!buffer.hasRemaining()) {
                    drain();
                }
                int part = Math.min(left, buffer.remaining());
                buffer.put(source, at, part);
                at += part;
                left -= part;
            }
        }

        private void drain() throws IOException {
            buffer.flip();
            int count = buffer.remaining();
            file.write(buffer, flushed);
            flushed += count;
            buffer.clear();
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            drain();
            file.sync();
            file.close();
            disk.syncDirectory(path.getParent());
        }
    }
}
