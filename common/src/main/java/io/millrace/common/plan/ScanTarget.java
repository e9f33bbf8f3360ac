package io.millrace.common.plan;

import java.util.List;
import java.util.Map;

/** What a scan reads: enough for any worker to open it, at a version that does not move while the statement runs. */
public sealed interface ScanTarget {

    /** Files as they are: paths or globs, a format (parquet, csv, json), its options. */
    record Files(List<String> paths, String format, Map<String, String> options) implements ScanTarget {
        public Files {
            paths = List.copyOf(paths);
            options = Map.copyOf(options);
        }
    }

    /** A managed table: body at an Iceberg snapshot (-1: none yet), and its head up to an offset, exclusive. */
    record ManagedTable(String tableId, long bodySnapshotId, long headOffset) implements ScanTarget {}

    /** A stream's rows from a bounded range of offsets, one range a partition ({@code from} inclusive, {@code to} exclusive). */
    record Stream(String streamId, List<Long> fromOffsets, List<Long> toOffsets) implements ScanTarget {
        public Stream {
            fromOffsets = List.copyOf(fromOffsets);
            toOffsets = List.copyOf(toOffsets);
        }
    }

    /** A materialized view's contents at a tick. */
    record View(String viewId, long tick) implements ScanTarget {}

    /** A system table (sys.*, information_schema.*), answered by the node that coordinates. */
    record System(String name) implements ScanTarget {}
}
