package io.millrace.storage.log;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All logs of a data directory: streams' rows, tables' heads, tick bindings. An append goes to a journal that all logs share, and is answered when
 * that is synced; one sync serves every append that queued during the one before. Later its rows move to segment files of their own partition, small
 * blocks gathered into large ones. Files and format: docs/design/stream-log.md. Thread-safe.
 */
public final class LogStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);
    private static final String JOURNAL_DIRECTORY = ".journal";

    private final LogOptions options;
    private final BufferAllocator allocator;
    private final RandomGenerator random;
    private final LogDirectory directories;
    private final Map<String, Log> logs = new ConcurrentHashMap<>();
    private final ConsumerOffsets consumers;
    private final Journal journal;
    private final Settler settler;
    private final Committer committer;
    private final AppendListeners listeners = new AppendListeners();

    private LogStore(Disk disk, Path root, LogOptions options, Clock clock, RandomGenerator random, BufferAllocator allocator)
            throws IOException {
        this.options = options;
        this.allocator = allocator;
        this.random = random;
        this.directories = new LogDirectory(disk, root);
        Path journalDirectory = root.resolve(JOURNAL_DIRECTORY);
        disk.createDirectories(journalDirectory);
        this.consumers = new ConsumerOffsets(disk, journalDirectory.resolve("CONSUMERS"));
        this.journal = new Journal(disk, journalDirectory);
        Map<Long, Log> byNumber = openLogs(disk, root);
        Recovery recovery = new Recovery(disk, byNumber, directories);
        recovery.run(journalDirectory);
        journal.restore(recovery.journals());
        journal.start();
        this.settler = new Settler(disk, journal, options, new BlockReader(allocator), this::allPartitions);
        this.committer = new Committer(journal, settler, options, clock, listeners, recovery.lastMicros());
        settler.start();
        settler.wake();
        committer.start();
    }

    /**
     * Opens the logs in {@code root} (see {@code DataDirectory.logs()}), recovering what a crash left.
     *
     * @param random makes log numbers
     * @param allocator for blocks that are being written; readers bring their own
     * @throws MillraceException CORRUPT_FILE or METADATA_CORRUPT if files are damaged in a way that no crash explains; DISK_FULL; IO_ERROR
     */
    public static LogStore open(Disk disk, Path root, LogOptions options, Clock clock, RandomGenerator random, BufferAllocator allocator) {
        try {
            return new LogStore(disk, root, options, clock, random, allocator);
        } catch (IOException e) {
            throw DiskErrors.translate("open the logs in " + root, e);
        }
    }

    private Map<Long, Log> openLogs(Disk disk, Path root) throws IOException {
        Map<Long, Log> byNumber = new HashMap<>();
        for (Path directory : disk.list(root)) {
            String name = directory.getFileName().toString();
            if (name.endsWith(LogDirectory.DROPPED) || name.endsWith(LogDirectory.CREATING)) {
                disk.deleteRecursively(directory);
            } else if (!name.equals(JOURNAL_DIRECTORY) && disk.isDirectory(directory)) {
                LogDirectory.Descriptor descriptor = directories.read(directory);
                Log log = new Log(this, name, descriptor.number(), descriptor.partitions(), directory);
                logs.put(name, log);
                byNumber.put(log.number(), log);
            }
        }
        return byNumber;
    }

    private Iterable<Partition> allPartitions() {
        List<Partition> all = new ArrayList<>();
        logs.values().forEach(log -> all.addAll(log.partitionList()));
        return all;
    }

    /**
     * Creates a log, durably.
     *
     * @param id letters, digits, {@code _} and {@code -}; becomes the name of its directory
     * @throws MillraceException DUPLICATE_OBJECT, DISK_FULL, IO_ERROR
     */
    public synchronized Log create(String id, int partitions) {
        LogDirectory.requireSafe(id);
        if (partitions < 1) {
            throw new IllegalArgumentException("log " + id + " needs at least 1 partition, found " + partitions);
        }
        if (logs.containsKey(id)) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "log " + id + " exists");
        }
        long number = random.nextLong();
        while (isTaken(number)) {
            number = random.nextLong();
        }
        try {
            directories.create(id, new LogDirectory.Descriptor(number, partitions));
        } catch (IOException e) {
            throw DiskErrors.translate("create log " + id, e);
        }
        Log log = new Log(this, id, number, partitions, directories.path(id));
        logs.put(id, log);
        return log;
    }

    private boolean isTaken(long number) {
        return logs.values().stream().anyMatch(log -> log.number() == number);
    }

    public Optional<Log> find(String id) {
        return Optional.ofNullable(logs.get(id));
    }

    /** The log, created with so many partitions if there is none. */
    public synchronized Log findOrCreate(String id, int partitions) {
        Log found = logs.get(id);
        return found == null ? create(id, partitions) : found;
    }

    public List<String> ids() {
        return logs.keySet().stream().sorted().toList();
    }

    /** Deletes a log and its rows, durably; nothing happens if there is none. Appends that are queued fail. */
    public synchronized void drop(String id) {
        Log log = logs.get(id);
        if (log == null) {
            return;
        }
        log.markDropped();
        for (Partition partition : log.partitionList()) {
            partition.maintenance().lock();
        }
        try {
            directories.drop(id);
            logs.remove(id);
            for (Partition partition : log.partitionList()) {
                partition.segments().forEach(segment -> segment.file().release());
            }
        } catch (IOException e) {
            throw DiskErrors.translate("drop log " + id, e);
        } finally {
            for (Partition partition : log.partitionList()) {
                partition.maintenance().unlock();
            }
        }
        settler.wake();
    }

    /**
     * Deletes logs that have no owner: at start, for streams whose creation or drop a crash cut short.
     *
     * @return their ids
     */
    public List<String> dropUnowned(Predicate<String> owned) {
        List<String> unowned = ids().stream().filter(owned.negate()).toList();
        unowned.forEach(this::drop);
        return unowned;
    }

    /**
     * Appends to several partitions, of one log or of several, all or nothing. Waits while too much is queued. Takes over the batches.
     *
     * @return one result an append, once all are on disk; fails with WRITE_CONFLICT (an expected offset is not met), DISK_FULL or IO_ERROR, and then
     *     nothing was written, UNDEFINED_OBJECT (the log was dropped), or SERVER_STOPPING
     */
    public CompletableFuture<List<AppendResult>> append(List<Append> appends) {
        List<BlockEncoder.Body> bodies = new ArrayList<>(appends.size());
        int encoded = 0;
        try {
            for (Append append : appends) {
                try (Batch batch = append.batch()) {
                    encoded++;
                    bodies.add(BlockEncoder.encode(batch, null, allocator, false));
                }
            }
        } catch (RuntimeException e) {
            bodies.forEach(BlockEncoder.Body::close);
            appends.subList(encoded, appends.size()).forEach(append -> append.batch().close());
            throw e;
        }
        return committer.submit(new Committer.Unit(appends, bodies));
    }

    /** Who hears of rows that became readable. */
    public AppendListeners listeners() {
        return listeners;
    }

    /** Who keeps rows from being trimmed. */
    public ConsumerOffsets consumers() {
        return consumers;
    }

    void trim(Partition partition, long offset) {
        partition.maintenance().lock();
        try {
            long needed = consumers.floor(partition.log().id(), partition.index());
            long to = Math.min(Math.min(offset, needed), partition.end());
            if (to <= partition.earliest() || partition.log().isDropped()) {
                return;
            }
            directories.writeEarliest(partition.log().directory(partition.index()), to);
            for (Segment segment : partition.trimTo(to)) {
                segment.file().delete();
            }
        } catch (IOException e) {
            throw DiskErrors.translate("trim " + partition.log() + " partition " + partition.index() + " to row " + offset, e);
        } finally {
            partition.maintenance().unlock();
        }
        settler.wake();
    }

    /** Moves what closed journals hold to segments and deletes them; a background thread does so too, if options say so. */
    public void settle() {
        try {
            settler.settleClosed();
        } catch (IOException e) {
            throw DiskErrors.translate("settle the log", e);
        }
    }

    public LogOptions options() {
        return options;
    }

    /** Writes what is queued and stops. */
    @Override
    public void close() {
        committer.close();
        settler.close();
        try {
            journal.repair();
        } catch (IOException e) {
            LOG.warn("cannot cut a failed append off the log: {}", e.toString());
        }
        journal.close();
        for (Partition partition : allPartitions()) {
            partition.segments().forEach(segment -> segment.file().release());
        }
    }
}
