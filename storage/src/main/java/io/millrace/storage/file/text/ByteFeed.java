package io.millrace.storage.file.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.file.glob.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** The bytes of a range of a text file, unpacked if its name says that it is compressed ({@code .gz}, {@code .zst}). */
public final class ByteFeed implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final InputStream unpacked;
    private final long end;
    private long position;
    private long bytesRead;

    /** @throws MillraceException FILE_NOT_FOUND, or CORRUPT_FILE if the file has another length than {@code file} says */
    public ByteFeed(DataFile file, long from, long to) {
        this.path = file.path();
        FileChannel opened = null;
        try {
            opened = FileChannel.open(path, StandardOpenOption.READ);
            if (opened.size() < file.length()) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE,
                        "file " + path + " changed while it was read: " + opened.size() + " bytes, expected " + file.length());
            }
            this.channel = opened;
            this.position = from;
            this.end = to;
            this.unpacked = unpack(path, opened);
        } catch (IOException | MillraceException e) {
            closeQuietly(opened);
            throw e instanceof MillraceException known ? known : failed(path, (IOException) e);
        }
    }

    private static InputStream unpack(Path path, FileChannel channel) throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return new GZIPInputStream(Channels.newInputStream(channel), 1 << 16);
        }
        if (name.endsWith(".zst")) {
            return new com.github.luben.zstd.ZstdInputStream(Channels.newInputStream(channel));
        }
        return null;
    }

    /** Whether ranges of the file mean nothing, since it is compressed. */
    public static boolean isCompressed(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /** Bytes put into {@code buffer} from {@code offset} on, or -1 at the end. */
    public int read(byte[] buffer, int offset, int length) {
        try {
            if (unpacked != null) {
                int count = unpacked.read(buffer, offset, length);
                bytesRead = channel.position();
                return count;
            }
            int wanted = (int) Math.min(length, end - position);
            if (wanted <= 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(buffer, offset, wanted), position);
            if (count > 0) {
                position += count;
                bytesRead += count;
            }
            return count;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    public long bytesRead() {
        return bytesRead;
    }

    private static MillraceException failed(Path path, IOException e) {
        if (isCompressed(path) && !(e instanceof FileSystemException)) {
            return new MillraceException(ErrorCode.CORRUPT_FILE, "file " + path + " cannot be read: " + e.getMessage(), e);
        }
        return DiskErrors.unreadable(path, e);
    }

    private static void closeQuietly(FileChannel opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            if (unpacked != null) {
                unpacked.close();
            }
            channel.close();
        } catch (IOException e) {
            throw failed(path, e);
        }
    }
}
