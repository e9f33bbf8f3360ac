package io.millrace.storage.file.text;

import io.millrace.common.port.Split;
import io.millrace.storage.file.glob.DataFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Ranges of text files as splits and back. */
public final class FileSplits {
    private static final String PARTITION = "partition.";

    private FileSplits() {}

    /** @param line of the first byte, from 1 */
    public static Split split(int index, DataFile file, long from, long to, long line, long rows) {
        Map<String, String> properties = new HashMap<>();
        properties.put("path", file.path().toString());
        properties.put("length", Long.toString(file.length()));
        properties.put("modified", Long.toString(file.modifiedNanos()));
        properties.put("from", Long.toString(from));
        properties.put("to", Long.toString(to));
        properties.put("line", Long.toString(line));
        file.partitions().forEach((key, value) -> properties.put(PARTITION + key, value));
        return new Split(index, file.path() + " bytes " + from + ".." + to, properties, rows, to - from);
    }

    public static DataFile file(Split split) {
        Map<String, String> folders = new HashMap<>();
        split.properties().forEach((key, value) -> {
            if (key.startsWith(PARTITION)) {
                folders.put(key.substring(PARTITION.length()), value);
            }
        });
        return new DataFile(Path.of(split.properties().get("path")), number(split, "length"), number(split, "modified"), folders);
    }

    public static long from(Split split) {
        return number(split, "from");
    }

    public static long to(Split split) {
        return number(split, "to");
    }

    public static long line(Split split) {
        return number(split, "line");
    }

    private static long number(Split split, String name) {
        return Long.parseLong(split.properties().get(name));
    }
}
