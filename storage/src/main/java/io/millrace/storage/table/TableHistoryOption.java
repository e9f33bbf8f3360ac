package io.millrace.storage.table;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.storage.log.Retention;
import io.millrace.storage.stream.StreamOptions;
import java.util.Map;

/** WITH (history.retention = '7 days'): how long earlier versions of a table stay readable. */
final class TableHistoryOption {
    private static final String NAME = "history.retention";

    /** Between pinning a version and opening it nothing else keeps it. */
    private static final long MICROS_MIN = 60_000_000;

    private TableHistoryOption() {}

    static long micros(CatalogObject.Table table, TableOptions options) {
        String span = table.options().get(NAME);
        if (span == null) {
            return options.historyMicros();
        }
        Retention retention = StreamOptions.retention(Map.of("retention", span));
        return Math.max(MICROS_MIN, retention.ageMicrosMax());
    }
}
