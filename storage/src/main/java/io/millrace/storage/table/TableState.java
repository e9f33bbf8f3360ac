package io.millrace.storage.table;

import io.millrace.storage.table.body.BodyFile;
import io.millrace.storage.table.body.BodySnapshot;
import io.millrace.storage.table.body.RowFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the head after one snapshot means, as far as it is not plain rows: entries, and where the rows lie that changes took out. Grows with the head; gives
 * the {@link TableVersion} at any offset from {@link #validFrom} on. Thread-safe.
 */
final class TableState {
    private final BodySnapshot body;
    private final long validFrom;
    private final List<Long> clears = new ArrayList<>();
    private final List<Added> added = new ArrayList<>();
    private final List<Removed> removed = new ArrayList<>();
    private long plainUntil = Long.MAX_VALUE;
    private TableVersion last;

    private record Added(long offset, RowFile file) {}

    /** Rows taken out by a change at an offset. */
    private record Removed(long offset, Map<String, int[]> files, long[] head) {}

    /** @param validFrom versions below it cannot be given */
    TableState(BodySnapshot body, long validFrom) {
        this.body = body;
        this.validFrom = validFrom;
    }

    BodySnapshot body() {
        return body;
    }

    long validFrom() {
        return validFrom;
    }

    synchronized void clear(long offset) {
        clears.add(offset);
        special(offset);
    }

    synchronized void addFiles(long offset, List<RowFile> files) {
        files.forEach(file -> added.add(new Added(offset, file)));
        special(offset);
    }

    /** Something at this offset is not a plain row that came in. */
    synchronized void special(long offset) {
        plainUntil = Math.min(plainUntil, offset);
        last = null;
    }

    /** Rows that a change at {@code offset} took out. */
    synchronized void remove(long offset, RemovedRows rows) {
        removed.add(new Removed(offset, rows.files(), rows.head()));
        special(offset);
    }

    /** The version up to {@code offset}, exclusive. */
    synchronized TableVersion version(long offset) {
        assert offset >= validFrom : offset + " is before " + validFrom;
        if (last != null && last.headTo() == offset) {
            return last;
        }
        long cleared = -1;
        for (long clear : clears) {
            cleared = clear < offset ? clear : cleared;
        }
        Map<String, BitSet> dead = new HashMap<>();
        List<long[]> heads = new ArrayList<>();
        for (Removed change : removed) {
            if (change.offset < offset && change.offset > cleared) {
                change.files.forEach((name, positions) -> {
                    BitSet set = dead.computeIfAbsent(name, n -> new BitSet());
                    for (int position : positions) {
                        set.set(position);
                    }
                });
                heads.add(change.head);
            }
        }
        List<TableVersion.File> files = new ArrayList<>();
        if (cleared < 0) {
            for (BodyFile file : body.files()) {
                files.add(new TableVersion.File(file.file(), union(file.deleted(), dead.get(file.file().name())), -1));
            }
        }
        for (Added file : added) {
            if (file.offset < offset && file.offset > cleared) {
                files.add(new TableVersion.File(file.file, dead.get(file.file.name()), file.offset));
            }
        }
        long[] head = heads.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        last = new TableVersion(
                body.id(), files, Math.min(offset, Math.max(body.flushedOffset(), cleared + 1)), offset, plainUntil, head);
        return last;
    }

    private static BitSet union(BitSet left, BitSet right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        BitSet both = (BitSet) left.clone();
        both.or(right);
        return both;
    }

    /** Whether all rows before {@code offset} went at an offset from {@code from} on. */
    synchronized boolean isClearedBetween(long from, long offset) {
        return clears.stream().anyMatch(clear -> clear >= from && clear < offset);
    }

    /**
     * The state after what lies below {@code flushed} moved into {@code newBody}.
     *
     * @param moved where rows lie now, for what was taken out since
     */
    synchronized TableState after(BodySnapshot newBody, long flushed, long end, MovedRows moved) {
        TableState next = new TableState(newBody, end);
        clears.stream().filter(clear -> clear >= flushed).forEach(next::clear);
        for (Added file : added) {
            if (file.offset >= flushed) {
                next.addFiles(file.offset, List.of(file.file));
            }
        }
        for (Removed change : removed) {
            if (change.offset < flushed) {
                continue;
            }
            RemovedRows rows = new RemovedRows();
            change.files.forEach((name, positions) -> {
                for (int position : positions) {
                    MovedRows.Place place = moved.find(name, position);
                    rows.addFile(place.file(), place.position());
                }
            });
            for (long offset : change.head) {
                if (offset >= flushed) {
                    rows.addHead(offset);
                } else {
                    MovedRows.Place place = moved.find(offset);
                    rows.addFile(place.file(), place.position());
                }
            }
            next.remove(change.offset, rows);
        }
        return next;
    }

    /** The first offset at which something is not a plain row. */
    synchronized long plainUntil() {
        return plainUntil;
    }
}
