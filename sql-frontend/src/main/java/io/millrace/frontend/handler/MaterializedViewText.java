package io.millrace.frontend.handler;

import io.millrace.cluster.view.ViewService;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.parser.SqlText;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** CREATE MATERIALIZED VIEW as SHOW CREATE gives it back. */
final class MaterializedViewText {
    private MaterializedViewText() {}

    /** @param columns in parentheses; @param names of tables by their ids */
    static String of(CatalogObject.MaterializedView view, String name, String columns, UnaryOperator<String> names) {
        Map<String, String> options = new HashMap<>(view.options());
        options.remove(ViewService.ZONE_OPTION);
        String late = options.remove(ViewService.LATE_ROWS_OPTION);
        String errors = options.remove(ViewService.ERROR_ROWS_OPTION);
        String freshness =
                view.freshness() instanceof CatalogObject.Freshness.Continuous ? "" : " FRESHNESS " + freshness(view.freshness());
        return "CREATE MATERIALIZED VIEW " + name + " " + columns + freshness + ShowCreateHandler.options(options) + " AS\n" + view.sql()
                + emit(view.emit()) + (late == null ? "" : "\nLATE ROWS INTO " + names.apply(late))
                + (errors == null ? "" : "\nON ERROR SKIP INTO " + names.apply(errors));
    }

    /** As above, of a sink. */
    static String of(CatalogObject.Sink sink, String name, UnaryOperator<String> names) {
        Map<String, String> options = new HashMap<>(sink.options());
        options.remove(ViewService.ZONE_OPTION);
        String late = options.remove(ViewService.LATE_ROWS_OPTION);
        String errors = options.remove(ViewService.ERROR_ROWS_OPTION);
        return "CREATE SINK " + name + " INTO " + SqlText.name(sink.connector()) + ShowCreateHandler.options(options) + " AS\n" + sink.sql()
                + emit(sink.emit()) + (late == null ? "" : "\nLATE ROWS INTO " + names.apply(late))
                + (errors == null ? "" : "\nON ERROR SKIP INTO " + names.apply(errors));
    }

    /** As SQL says it. */
    static String freshness(CatalogObject.Freshness freshness) {
        return switch (freshness) {
            case CatalogObject.Freshness.Continuous ignored -> "CONTINUOUS";
            case CatalogObject.Freshness.Manual ignored -> "MANUAL";
            case CatalogObject.Freshness.Every every -> "INTERVAL '" + ShowCreateHandler.seconds(every.micros()) + "' SECOND";
            case CatalogObject.Freshness.Cron cron -> "CRON " + SqlText.string(cron.expression());
        };
    }

    private static String emit(CatalogObject.Emit emit) {
        return switch (emit) {
            case CatalogObject.Emit.Changes ignored -> "";
            case CatalogObject.Emit.OnWindowClose ignored -> "\nEMIT ON WINDOW CLOSE";
            case CatalogObject.Emit.Every every -> "\nEMIT EVERY INTERVAL '" + ShowCreateHandler.seconds(every.micros()) + "' SECOND";
        };
    }
}
