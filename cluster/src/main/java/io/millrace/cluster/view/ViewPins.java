package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What statements hold of views, by tick, until they end. Thread-safe. */
final class ViewPins {
    private final Map<Long, Set<ViewSnapshots>> pinned = new HashMap<>();

    /** Holds nothing yet; whoever closes it lets go. */
    ViewSnapshots hold(long tick) {
        ViewSnapshots[] self = new ViewSnapshots[1];
        self[0] = new ViewSnapshots(tick, () -> letGo(self[0]));
        synchronized (pinned) {
            pinned.computeIfAbsent(tick, t -> new LinkedHashSet<>()).add(self[0]);
        }
        return self[0];
    }

    private void letGo(ViewSnapshots snapshots) {
        synchronized (pinned) {
            Set<ViewSnapshots> same = pinned.get(snapshots.tick());
            if (same != null && same.remove(snapshots) && same.isEmpty()) {
                pinned.remove(snapshots.tick());
            }
        }
    }

    /** Opens what some statement holds. */
    TableSource open(ScanTarget.View target) {
        synchronized (pinned) {
            for (ViewSnapshots snapshots : pinned.getOrDefault(target.tick(), Set.of())) {
                TableSource found = snapshots.find(target.viewId());
                if (found != null) {
                    return found;
                }
            }
        }
        throw new MillraceException(ErrorCode.INTERNAL_ERROR, "view " + target.viewId() + " is not held at tick " + target.tick());
    }
}
