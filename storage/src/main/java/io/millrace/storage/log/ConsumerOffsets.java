package io.millrace.storage.log;

import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Who still needs which rows: a view, from its last checkpoint on. No log is trimmed past a consumer. Registrations are durable; advances become so
 * with the next registration or {@link #persist}: an older offset on disk only keeps rows longer. Thread-safe.
 */
public final class ConsumerOffsets {
    private record Key(String consumer, String logId) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byConsumer = consumer.compareTo(other.consumer);
            return byConsumer != 0 ? byConsumer : logId.compareTo(other.logId);
        }
    }

    private final Disk disk;
    private final Path file;
    private final Map<Key, List<Long>> offsets = new TreeMap<>();

    ConsumerOffsets(Disk disk, Path file) throws IOException {
        this.disk = disk;
        this.file = file;
        if (disk.exists(file)) {
            load(new String(disk.read(file), StandardCharsets.UTF_8));
        }
    }

    private void load(String text) {
        int end = text.lastIndexOf('\n', text.length() - 2) + 1;
        String body = text.substring(0, end);
        if (!text.substring(end).strip().equals("crc " + crc(body))) {
            throw DiskErrors.corrupt(file, end, "the checksum does not match");
        }
        for (String line : body.lines().toList()) {
            String[] parts = line.split("\t", -1);
            List<Long> values = new ArrayList<>();
            for (String value : parts[2].split(",")) {
                values.add(Long.parseLong(value));
            }
            offsets.put(new Key(parts[0], parts[1]), List.copyOf(values));
        }
    }

    /** From now on rows from these offsets on (one a partition) are kept for the consumer, until it advances or is removed. Durable. */
    public synchronized void register(String consumer, String logId, List<Long> from) {
        LogDirectory.requireSafe(consumer);
        offsets.put(new Key(consumer, logId), List.copyOf(from));
        persist();
    }

    /** The consumer needs rows from these offsets on only. It must be registered. */
    public synchronized void advance(String consumer, String logId, List<Long> to) {
        if (offsets.replace(new Key(consumer, logId), List.copyOf(to)) == null) {
            throw new IllegalStateException("consumer " + consumer + " of log " + logId + " is not registered");
        }
    }

    /** The consumer is gone. Durable. */
    public synchronized void remove(String consumer) {
        if (offsets.keySet().removeIf(key -> key.consumer.equals(consumer))) {
            persist();
        }
    }

    /** Removes all consumers but these. Durable. */
    public synchronized void retain(Set<String> consumers) {
        if (offsets.keySet().removeIf(key -> !consumers.contains(key.consumer))) {
            persist();
        }
    }

    public synchronized boolean isRegistered(String consumer, String logId) {
        return offsets.containsKey(new Key(consumer, logId));
    }

    /** The first offset that some consumer needs; {@link Long#MAX_VALUE} if none does. */
    public synchronized long floor(String logId, int partition) {
        long floor = Long.MAX_VALUE;
        for (Map.Entry<Key, List<Long>> entry : offsets.entrySet()) {
            if (entry.getKey().logId.equals(logId)) {
                floor = Math.min(floor, entry.getValue().get(partition));
            }
        }
        return floor;
    }

    public synchronized void persist() {
        StringBuilder text = new StringBuilder();
        offsets.forEach((key, values) -> {
            text.append(key.consumer).append('\t').append(key.logId).append('\t');
            text.append(String.join(",", values.stream().map(String::valueOf).toList())).append('\n');
        });
        long crc = crc(text.toString());
        text.append("crc ").append(crc).append('\n');
        try {
            disk.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw DiskErrors.translate("write " + file, e);
        }
    }

    private static long crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
