package io.millrace.cluster.node;

import io.millrace.cluster.view.ViewInfo;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** sys.jobs: where every view stands. */
final class JobRows {
    static final Field[] COLUMNS = {
            Field.of("id", SqlType.VARCHAR),
            Field.of("table_schema", SqlType.VARCHAR),
            Field.of("table_name", SqlType.VARCHAR),
            Field.of("state", SqlType.VARCHAR),
            Field.of("tick", SqlType.BIGINT),
            Field.of("lag_ticks", SqlType.BIGINT),
            Field.of("tick_time", SqlType.TIMESTAMP_TZ),
            Field.of("watermark", SqlType.TIMESTAMP),
            Field.of("rows_in", SqlType.BIGINT),
            Field.of("late_rows", SqlType.BIGINT),
            Field.of("state_bytes", SqlType.BIGINT),
            Field.of("subscribers", SqlType.BIGINT),
            Field.of("error", SqlType.VARCHAR),
            Field.of("freshness", SqlType.VARCHAR),
            Field.of("last_refresh", SqlType.TIMESTAMP_TZ),
            Field.of("next_refresh", SqlType.TIMESTAMP_TZ),
            Field.of("kind", SqlType.VARCHAR),
            Field.of("committed_tick", SqlType.BIGINT),
            Field.of("rows_out", SqlType.BIGINT),
            Field.of("pending_bytes", SqlType.BIGINT),
    };

    private JobRows() {}

    static List<List<Object>> of(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (ViewInfo view : node.views().views()) {
            CatalogObject object = node.metadata().state().byId(view.id()).orElse(null);
            ObjectName name = object == null ? null : object.name();
            rows.add(Arrays.asList(
                    view.id(),
                    name == null ? null : name.schema(),
                    name == null ? null : name.name(),
                    view.state().toLowerCase(Locale.ROOT),
                    view.tick(),
                    view.lagTicks(),
                    instant(view.tickMicros()),
                    view.watermarkMicros().isPresent()
                            ? LocalDateTime.ofInstant(instant(view.watermarkMicros().getAsLong()), ZoneOffset.UTC)
                            : null,
                    view.rowsIn(),
                    view.lateRows(),
                    view.stateBytes(),
                    (long) view.subscribers(),
                    view.error().orElse(null),
                    object instanceof CatalogObject.MaterializedView known ? freshness(known) : null,
                    instant(view.refreshedMicros()),
                    instant(view.nextRefreshMicros()),
                    view.written().isPresent() ? "SINK" : "MATERIALIZED VIEW",
                    view.written().map(written -> written.committedTick().isPresent() ? written.committedTick().getAsLong() : null)
                            .orElse(null),
                    view.written().map(ViewInfo.Written::rows).orElse(null),
                    view.written().map(ViewInfo.Written::pendingBytes).orElse(null)));
        }
        return rows;
    }

    private static String freshness(CatalogObject.MaterializedView view) {
        return switch (view.freshness()) {
            case CatalogObject.Freshness.Continuous ignored -> "CONTINUOUS";
            case CatalogObject.Freshness.Manual ignored -> "MANUAL";
            case CatalogObject.Freshness.Every every -> "INTERVAL '" + seconds(every.micros()) + "' SECOND";
            case CatalogObject.Freshness.Cron cron -> "CRON '" + cron.expression() + "'";
        };
    }

    private static String seconds(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }

    private static Instant instant(OptionalLong micros) {
        return micros.isPresent() ? instant(micros.getAsLong()) : null;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
