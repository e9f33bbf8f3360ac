package io.millrace.storage.table;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Which versions are being read. A scan has no end that anybody reports, so a lease lasts as long as the scan is reachable; memory's own bookkeeping ends
 * it. Thread-safe.
 */
final class VersionLeases {
    private final List<WeakReference<Lease>> leases = new ArrayList<>();

    /** @param snapshotId of the body; @param offset of the head, exclusive */
    record Lease(long snapshotId, long offset) {}

    /** The version is kept while the result is reachable. */
    synchronized Object take(long snapshotId, long offset) {
        leases.removeIf(lease -> lease.get() == null);
        Lease lease = new Lease(snapshotId, offset);
        leases.add(new WeakReference<>(lease));
        return lease;
    }

    /** What is being read now. */
    synchronized List<Lease> current() {
        return leases.stream().map(WeakReference::get).filter(lease -> lease != null).toList();
    }
}
