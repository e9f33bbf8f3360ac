package io.millrace.storage.table;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.storage.table.body.BodySnapshot;
import io.millrace.storage.table.body.BodyVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Versions of the past: which there are, and which are let go. Every offset that the head still has is a version, made of the newest snapshot that does not
 * go past it and of the changes between; so the head is kept from some snapshot's offset on, and that snapshot with it.
 */
record TableHistory(ManagedTable managed, long createdMicros) {
    private TableParts parts() {
        return managed.parts();
    }

    List<TableSnapshot> snapshots() {
        List<TableSnapshot> snapshots = new ArrayList<>();
        for (BodyVersion v : parts().body().versions()) {
            snapshots.add(
                    new TableSnapshot(v.id(), v.parentId(), v.committedMicros(), v.operation(), v.flushedOffset(), v.files(), v.rows()));
        }
        return snapshots;
    }

    ScanTarget.ManagedTable atSnapshot(CatalogObject.Table table, long snapshotId) {
        return parts().body()
                .versions()
                .stream()
                .filter(version -> version.id() == snapshotId)
                .findFirst()
                .map(version -> new ScanTarget.ManagedTable(parts().id(), snapshotId, version.flushedOffset()))
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.SNAPSHOT_NOT_FOUND, "table \"" + table.name() + "\" has no snapshot " + snapshotId));
    }

    ScanTarget.ManagedTable atTime(CatalogObject.Table table, long epochMicros) {
        long offset = epochMicros == Long.MAX_VALUE
                ? parts().head().end()
                : parts().head().log().offsetAtTime(0, epochMicros + 1, parts().services().allocator());
        boolean known = offset > parts().head().earliest() || epochMicros >= createdMicros && parts().head().earliest() == 0;
        if (!known) {
            // The rows just before were dropped with their times; a snapshot that was made by then holds them all.
            known = parts().body().versions().stream().anyMatch(v -> v.flushedOffset() == offset && v.committedMicros() <= epochMicros);
        }
        Optional<ScanTarget.ManagedTable> found = known ? at(offset) : Optional.empty();
        return found.orElseThrow(() -> new MillraceException(
                ErrorCode.SNAPSHOT_NOT_FOUND,
                "table \"" + table.name() + "\" has no version of "
                        + java.time.Instant.EPOCH.plus(epochMicros, java.time.temporal.ChronoUnit.MICROS)
                        + ": it was made later, or that version is no longer kept"));
    }

    /** The version of all changes below an offset. */
    Optional<ScanTarget.ManagedTable> at(long offset) {
        BodySnapshot current = managed.state().body();
        long earliest = parts().head().earliest();
        if (offset > parts().head().end()) {
            return Optional.empty();
        }
        if (current.flushedOffset() <= offset) {
            return Optional.of(new ScanTarget.ManagedTable(parts().id(), current.id(), offset));
        }
        for (BodyVersion version : parts().body().versions()) {
            if (version.flushedOffset() == offset || version.flushedOffset() < offset && earliest <= version.flushedOffset()) {
                return Optional.of(new ScanTarget.ManagedTable(parts().id(), version.id(), offset));
            }
        }
        return earliest == 0 ? Optional.of(new ScanTarget.ManagedTable(parts().id(), BodySnapshot.NONE, offset)) : Optional.empty();
    }

    /** Drops changes and snapshots that are older than {@code historyMicros}, read by nobody and awaited by no view. Whether any went. */
    boolean letGo(long historyMicros) {
        List<BodyVersion> versions = parts().body().versions();
        if (versions.isEmpty()) {
            return false;
        }
        long now = parts().services().clock().epochMicros();
        long needed = parts().head().log().offsetAtTime(0, now - historyMicros, parts().services().allocator());
        needed = Math.min(needed, parts().services().logs().consumers().floor(parts().id(), 0));
        Set<Long> leased = new HashSet<>();
        for (VersionLeases.Lease lease : managed.leases().current()) {
            leased.add(lease.snapshotId());
            needed = Math.min(needed, flushedOffset(versions, lease));
        }
        BodyVersion base = null;
        for (BodyVersion version : versions) {
            if (version.flushedOffset() <= needed) {
                base = version;
                break;
            }
        }
        if (base == null) {
            return false;
        }
        parts().head().log().trimTo(0, base.flushedOffset());
        List<Long> expired = new ArrayList<>();
        int kept = 0;
        for (int i = 0; i < versions.size(); i++) {
            BodyVersion version = versions.get(i);
            boolean old = version.flushedOffset() < base.flushedOffset() || kept >= parts().options().snapshotsMax();
            if (i > 0 && old && version.id() != base.id() && !leased.contains(version.id())) {
                expired.add(version.id());
            } else {
                kept++;
            }
        }
        parts().body().expire(expired);
        return !expired.isEmpty();
    }

    private static long flushedOffset(List<BodyVersion> versions, VersionLeases.Lease lease) {
        return versions.stream().filter(v -> v.id() == lease.snapshotId()).mapToLong(BodyVersion::flushedOffset).findFirst().orElse(0);
    }
}
