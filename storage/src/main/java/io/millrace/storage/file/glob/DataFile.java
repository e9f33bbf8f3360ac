package io.millrace.storage.file.glob;

import java.nio.file.Path;
import java.util.Map;

/**
 * A file that a scan reads.
 *
 * @param length bytes
 * @param modifiedNanos time of the last change since 1970, to tell versions apart
 * @param partitions values of its folders' names {@code key=value}, decoded, outermost first
 */
public record DataFile(Path path, long length, long modifiedNanos, Map<String, String> partitions) {}
