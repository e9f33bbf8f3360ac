package io.millrace.cluster.node;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.external.ExternalStreamLog;
import io.millrace.storage.log.StreamLog;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** sys.streams: where every partition stands, as far as is known without asking another system. */
final class StreamRows {
    private StreamRows() {}

    static void add(CatalogObject.Stream stream, StreamLog log, List<List<Object>> rows) {
        String connector = stream.options().getOrDefault("connector", "log");
        List<Long> ends = log.endOffsets();
        String state = "active";
        Optional<MillraceException> failure = Optional.empty();
        Long skipped = null;
        if (log instanceof ExternalStreamLog away) {
            failure = away.failure();
            state = failure.isPresent() ? "retrying" : away.isFollowed() ? "active" : "idle";
            skipped = away.skippedRecords();
        }
        for (int p = 0; p < log.partitions(); p++) {
            Long earliest = log instanceof ExternalStreamLog away ? away.knownEarliestOffset(p) : Long.valueOf(log.earliestOffset(p));
            rows.add(Arrays.asList(
                    stream.name().schema(), stream.name().name(), p, earliest, p < ends.size() ? ends.get(p) : null, connector, state,
                    failure.map(e -> e.code() + ": " + e.getMessage()).orElse(null), skipped));
        }
    }
}
