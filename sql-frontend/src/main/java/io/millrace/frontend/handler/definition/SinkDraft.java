package io.millrace.frontend.handler.definition;

import io.millrace.cluster.sink.SinkOptions;
import io.millrace.cluster.sink.SinkPromise;
import io.millrace.cluster.sink.SinkSources;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.connector.Guarantee;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.statement.CreateSink;
import io.millrace.planner.PlannedQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A sink that is about to be made, or explained, and what it promises.
 *
 * @param sink without the tables of its side outputs
 */
public record SinkDraft(CatalogObject.Sink sink, SinkPromise promise, boolean replayable) {
    /** @throws MillraceException what its connector says of its options; INVALID_PARAMETER if more is asked for than can be given */
    public static SinkDraft of(CreateSink statement, ObjectName name, String id, PlannedQuery planned, StatementContext context) {
        Map<String, String> options = new HashMap<>(statement.options());
        for (String option : options.keySet()) {
            if (option.equals(CatalogObject.Sink.CONNECTOR_OPTION) || option.endsWith("_rows.table") || option.equals("tasks")) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a sink has no option " + option).at(statement.position());
            }
        }
        String zone = context.session().zone().getId();
        if (!zone.equals("UTC")) {
            options.put(StoredViews.ZONE_OPTION, zone);
        }
        CatalogObject.Sink sink = new CatalogObject.Sink(
                id, name, Creation.columnsOf(planned.schema(), List.of(), statement.name()), statement.query().sql(),
                context.session().schema(), statement.emit(), statement.connector().toLowerCase(Locale.ROOT), planned.dependencies(), false,
                options);
        SinkPromise promise = context.node().views().promiseOf(sink.asView(), planned.plan());
        SinkDraft draft = new SinkDraft(sink, promise,
                SinkSources.areReplayable(planned.dependencies(), context.node().metadata().state()::byId));
        draft.requireGiven(statement);
        return draft;
    }

    public Guarantee guarantee() {
        return promise.kind().endToEnd(replayable);
    }

    private void requireGiven(CreateSink statement) {
        String asked = statement.options().get(SinkOptions.GUARANTEE);
        if (asked != null && Guarantee.of(asked).compareTo(guarantee()) > 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "guarantee '" + Guarantee.of(asked).text() + "' cannot be given: " + text()).at(statement.position());
        }
    }

    /** Why the guarantee is what it is. */
    public String text() {
        String kind = promise.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return (kind.startsWith("i") ? "an " : "a ") + kind + " sink into " + sink.connector() + " from "
                + (replayable ? "replayable sources" : "a source that cannot replay") + " is " + guarantee().text();
    }
}
