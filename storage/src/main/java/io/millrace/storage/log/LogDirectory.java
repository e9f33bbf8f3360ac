package io.millrace.storage.log;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The small files of a log's directory: {@code LOG} says which log it is, {@code N/EARLIEST} how far partition N is trimmed. A directory is created
 * under another name and renamed when it is complete; a dropped one is renamed before it is deleted.
 */
final class LogDirectory {
    static final String DROPPED = ".dropped";
    static final String CREATING = ".creating";
    private static final Pattern DESCRIPTOR = Pattern.compile("version=1\nnumber=(-?\\d+)\npartitions=(\\d+)\n");
    private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,199}");

    private final Disk disk;
    private final Path root;

    LogDirectory(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    record Descriptor(long number, int partitions) {}

    static void requireSafe(String id) {
        if (!SAFE_ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a log's id is letters, digits, _ and -, found '" + id + "'");
        }
    }

    Path path(String id) {
        return root.resolve(id);
    }

    void create(String id, Descriptor descriptor) throws IOException {
        Path temporary = root.resolve(id + CREATING);
        disk.deleteRecursively(temporary);
        disk.createDirectories(temporary);
        for (int i = 0; i < descriptor.partitions(); i++) {
            disk.createDirectories(temporary.resolve(Integer.toString(i)));
        }
        String text = "version=1\nnumber=" + descriptor.number() + "\npartitions=" + descriptor.partitions() + "\n";
        disk.replace(temporary.resolve("LOG"), text.getBytes(StandardCharsets.US_ASCII));
        disk.rename(temporary, path(id));
        disk.syncDirectory(root);
    }

    void drop(String id) throws IOException {
        disk.rename(path(id), root.resolve(id + DROPPED));
        disk.syncDirectory(root);
        disk.deleteRecursively(root.resolve(id + DROPPED));
    }

    Descriptor read(Path directory) throws IOException {
        Path file = directory.resolve("LOG");
        String text = disk.exists(file) ? new String(disk.read(file), StandardCharsets.US_ASCII) : "";
        Matcher matcher = DESCRIPTOR.matcher(text);
        if (!matcher.matches()) {
            throw new MillraceException(
                    ErrorCode.METADATA_CORRUPT,
                    "log directory " + directory + ": file LOG does not describe a log: '" + text.strip() + "'",
                    null,
                    "restore " + file + " from a copy, or move the directory away to start without this log",
                    null);
        }
        return new Descriptor(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    void writeEarliest(Path partition, long earliest) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(earliest);
        bytes.putInt(crc(bytes.array())).flip();
        disk.replace(partition.resolve("EARLIEST"), bytes.array());
    }

    long readEarliest(Path partition) throws IOException {
        Path file = partition.resolve("EARLIEST");
        if (!disk.exists(file)) {
            return 0;
        }
        byte[] bytes = disk.read(file);
        if (bytes.length != 12 || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(8) != crc(bytes)) {
            throw DiskErrors.corrupt(file, 0, "not a checked offset");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 8);
        return (int) crc.getValue();
    }
}
