package io.millrace.frontend.handler.definition;

import io.millrace.cluster.view.ErrorTable;
import io.millrace.cluster.view.ViewService;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.handler.change.CheckConstraints;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.CreateMaterializedView;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.planner.PlannedQuery;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tables of LATE ROWS INTO and ON ERROR SKIP INTO: made where they are not there, looked at where they are. */
final class SideTables {
    private SideTables() {}

    /**
     * Puts the tables' ids into the options of the view.
     *
     * @return the ids
     */
    static List<String> resolve(
            CreateMaterializedView statement, PlannedQuery planned, Map<String, String> options, StatementContext context) {
        List<String> ids = new ArrayList<>();
        statement.lateRows().ifPresent(name -> {
            CatalogObject.Table table = table(name, nullable(lateSchema(statement, planned, context)), "late rows", planned, context);
            options.put(ViewService.LATE_ROWS_OPTION, table.id());
            ids.add(table.id());
        });
        statement.errorRows().ifPresent(name -> {
            CatalogObject.Table table = table(name, ErrorTable.COLUMNS, "rows that fail", planned, context);
            options.put(ViewService.ERROR_ROWS_OPTION, table.id());
            ids.add(table.id());
        });
        return ids;
    }

    private static Schema lateSchema(CreateMaterializedView statement, PlannedQuery planned, StatementContext context) {
        Set<CatalogObject.Stream> timed = new LinkedHashSet<>();
        for (PlanNode node : PlanNode.flatten(planned.plan())) {
            if (node instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.Stream target
                    && context.node().metadata().state().byId(target.streamId()).orElse(null) instanceof CatalogObject.Stream stream
                    && stream.watermark().isPresent() && stream.primaryKey().isEmpty()) {
                timed.add(stream);
            }
        }
        if (timed.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "LATE ROWS INTO needs windows over a stream with a watermark: no row of this query is ever late")
                    .at(statement.position());
        }
        if (timed.size() > 1) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                    "LATE ROWS INTO takes the rows of one stream, this query reads " + timed.size()).at(statement.position());
        }
        return timed.iterator().next().schema();
    }

    private static Schema nullable(Schema schema) {
        return new Schema(schema.fields().stream().map(field -> new Field(field.name(), field.type(), true)).toList());
    }

    private static CatalogObject.Table table(
            QualifiedName name, Schema columns, String what, PlannedQuery planned, StatementContext context) {
        ObjectName full = context.resolve(name);
        Optional<CatalogObject> found = context.node().metadata().state().find(full);
        if (found.isEmpty()) {
            context.authorization().requireCreate(full.schema());
            CatalogObject.Table made = new CatalogObject.Table(
                    context.newId(), ObjectNames.forNew(name, context), columns, List.of(), List.of(), Map.of(), Optional.empty(),
                    Map.of());
            context.tables().create(made);
            Creation.record(made, context, context.tables()::drop);
            return made;
        }
        if (!(found.get() instanceof CatalogObject.Table table) || table.external().isPresent()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE, "\"" + full + "\" cannot take " + what + ": it is not a managed table")
                    .at(name.position());
        }
        if (planned.dependencies().contains(table.id())) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "\"" + full + "\" cannot take " + what + " of a view that reads it").at(name.position());
        }
        if (!table.primaryKey().isEmpty() || !columnsOf(table.schema()).equals(columnsOf(columns))
                || table.schema().fields().stream().anyMatch(field -> !field.nullable())
                || !CheckConstraints.texts(table).isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "\"" + full + "\" cannot take " + what + ": it needs the columns " + columnsOf(columns)
                            + ", all of which may be NULL, no primary key and no CHECK")
                    .at(name.position())
                    .withHint("name a table that does not exist, and it is made");
        }
        return table;
    }

    private static List<String> columnsOf(Schema schema) {
        return schema.fields().stream().map(field -> field.name() + " " + field.type()).toList();
    }
}
