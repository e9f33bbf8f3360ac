package io.millrace.common.plan;

import io.millrace.common.type.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a scan reads: enough for any worker to open it, at a version that does not move while the statement runs. */
public sealed interface ScanTarget {

    /**
     * Files as they are.
     *
     * @param paths files, globs or folders
     * @param format parquet, csv or json
     * @param options of the format
     * @param declared the columns, where the user declared them (CREATE EXTERNAL TABLE with columns); else they are inferred
     */
    record Files(List<String> paths, String format, Map<String, String> options, Optional<Schema> declared) implements ScanTarget {
        public Files {
            paths = List.copyOf(paths);
            options = Map.copyOf(options);
        }

        /** Columns are inferred. */
        public Files(List<String> paths, String format, Map<String, String> options) {
            this(paths, format, options, Optional.empty());
        }
    }

    /** A managed table: body at an Iceberg snapshot (-1: none yet), and its head up to an offset, exclusive. */
    record ManagedTable(String tableId, long bodySnapshotId, long headOffset) implements ScanTarget {}

    /**
     * A stream's rows from a bounded range of offsets, one range a partition ({@code from} inclusive, {@code to} exclusive). With {@code versions} all rows of
     * a stream with a key, not only the newest of each key.
     */
    record Stream(String streamId, List<Long> fromOffsets, List<Long> toOffsets, boolean versions) implements ScanTarget {
        public Stream(String streamId, List<Long> fromOffsets, List<Long> toOffsets) {
            this(streamId, fromOffsets, toOffsets, false);
        }

        public Stream withVersions() {
            return new Stream(streamId, fromOffsets, toOffsets, true);
        }

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
