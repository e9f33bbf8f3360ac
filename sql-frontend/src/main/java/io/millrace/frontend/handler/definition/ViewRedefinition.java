package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.execution.StoredViews;
import io.millrace.frontend.statement.AlterMaterializedView;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** ALTER MATERIALIZED VIEW … AS: another query in the place of a view's; what of its state fits is kept. */
final class ViewRedefinition {
    private static final Schema LINES = Schema.of(Field.of("dry_run", SqlType.VARCHAR));

    private ViewRedefinition() {}

    static StatementResult run(
            CatalogObject.MaterializedView view, AlterMaterializedView statement, AlterMaterializedView.Redefine redefine, String tag,
            StatementContext context) {
        // For the rights of whoever asks; the view's own zone and what was planned are the next one's.
        context.plan(redefine.query().node(), PlannerRequest.Mode.CONTINUOUS, Optional.empty());
        CatalogObject.MaterializedView asked =
                with(view, view.schema(), redefine.query().sql(), context.session().schema(), view.dependencies());
        PlannedQuery planned = new StoredViews(context.node()).plan(asked, context.node().catalog(), PlannerRequest.Mode.CONTINUOUS);
        if (planned.dependencies().contains(view.id())) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "view \"" + view.name() + "\" cannot read itself")
                    .at(statement.position());
        }
        Schema schema = Creation.columnsOf(planned.schema(), List.of(), statement.name());
        CatalogObject.MaterializedView changed = with(view, schema, asked.sql(), asked.searchSchema(), planned.dependencies());
        requireSameColumnsForReaders(view, changed, statement, context);
        if (redefine.dryRun()) {
            return context.rows(tag, LINES, context.node().views().describeRedefinition(changed, planned.plan()).stream()
                    .map(line -> List.<Object>of(line)).toList());
        }
        context.node().views().redefine(
                changed, planned.plan(), () -> context.apply(new MetadataChange.ReplaceObject(view.id(), changed)));
        return context.done(tag);
    }

    private static CatalogObject.MaterializedView with(
            CatalogObject.MaterializedView view, Schema schema, String sql, String searchSchema, List<String> dependencies) {
        return new CatalogObject.MaterializedView(
                view.id(), view.name(), schema, sql, searchSchema, view.freshness(), view.emit(), dependencies, view.paused(),
                view.options());
    }

    private static void requireSameColumnsForReaders(
            CatalogObject.MaterializedView view, CatalogObject.MaterializedView changed, AlterMaterializedView statement,
            StatementContext context) {
        Schema before = view.schema();
        Schema after = changed.schema();
        boolean same = before.size() == after.size() && IntStream.range(0, before.size())
                .allMatch(c -> before.field(c).name().equals(after.field(c).name()) && before.type(c).equals(after.type(c)));
        List<CatalogObject> readers = context.node().metadata().state().dependents(view.id());
        if (!same && !readers.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "the columns of \"" + view.name() + "\" cannot change: " + readers.get(0).kindName().toLowerCase(Locale.ROOT)
                            + " \"" + readers.get(0).name() + "\" reads it")
                    .at(statement.position());
        }
    }
}
