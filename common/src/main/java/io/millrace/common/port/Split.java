package io.millrace.common.port;

import java.util.Map;

/**
 * A piece of a scan that one thread reads in one go: a row group, a range of a file, a range of a log. Any worker can open it: all it needs is in
 * {@code properties}. Splits of one source are numbered from 0 in the source's own order.
 */
public record Split(int index, String description, Map<String, String> properties, long estimatedRows, long estimatedBytes) {
    public Split {
        properties = Map.copyOf(properties);
    }
}
