package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.Merge;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import io.millrace.storage.table.TableChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;

/**
 * INSERT … ON CONFLICT, as a MERGE whose source {@code excluded} is the rows to insert. These are planned on their own, to have the table's types, and
 * put where the merge's plan reads a table of that name.
 */
final class Upsert {
    private static final String EXCLUDED = "excluded";

    private Upsert() {}

    static StatementResult run(Insert statement, CatalogObject.Table table, StatementContext context) {
        Insert.OnConflict onConflict = statement.onConflict().orElseThrow();
        requireKey(statement, table, onConflict);
        MergePlan plan = new MergePlan(table, table.name().name(), clauses(onConflict, table, statement), statement.position());
        MergeRun.Repeated repeated = onConflict.assignments().isEmpty() ? MergeRun.Repeated.SKIP : MergeRun.Repeated.FAIL;
        long count = ChangeRun.run(
                table,
                context,
                change -> planned(statement, table, plan, change, context),
                (rows, changes) -> new MergeRun(plan, table, changes, repeated, "INSERT").run(rows));
        return context.done("INSERT", count);
    }

    private static PlannedQuery planned(
            Insert statement, CatalogObject.Table table, MergePlan plan, TableChange change, StatementContext context) {
        ObjectName name = new ObjectName(context.session().schema(), "$" + EXCLUDED);
        CatalogObject.Table excluded = new CatalogObject.Table(
                "$" + EXCLUDED, name, table.schema(), List.of(), List.of(), Map.of(), Optional.empty(), Map.of());
        StatementCatalog catalog = new StatementCatalog(context.catalog(), table.id(), change.target(), excluded);
        PlannedQuery source = new InsertSource(table, statement).plan(statement.source().node(), context, catalog);
        SqlNode from = SqlTrees.alias(SqlTrees.name(name.schema(), name.name()), EXCLUDED);
        PlannedQuery merge = context.plan(
                plan.tree(from, sameKey(table)), PlannerRequest.Mode.BATCH, Optional.of(plan.wanted()), context.session().schema(),
                catalog);
        return new PlannedQuery(
                NamedRows.put(source.plan(), merge.plan()), merge.schema(), merge.parameterTypes(), merge.dependencies(),
                merge.logicalText());
    }

    private static void requireKey(Insert statement, CatalogObject.Table table, Insert.OnConflict onConflict) {
        boolean isKey = onConflict.columns().isEmpty()
                ? onConflict.assignments().isEmpty()
                : new HashSet<>(onConflict.columns()).equals(new HashSet<>(table.primaryKey()));
        if (table.primaryKey().isEmpty() || !isKey) {
            throw new MillraceException(
                    ErrorCode.INVALID_COLUMN_REFERENCE,
                    table.primaryKey().isEmpty()
                            ? "ON CONFLICT needs a primary key, which \"" + table.name() + "\" has not"
                            : "ON CONFLICT must name the primary key of \"" + table.name() + "\", (" + String.join(", ", table.primaryKey())
                                    + ")")
                    .at(statement.position());
        }
    }

    private static List<Merge.Clause> clauses(Insert.OnConflict onConflict, CatalogObject.Table table, Insert statement) {
        List<Merge.Clause> clauses = new ArrayList<>();
        if (!onConflict.assignments().isEmpty()) {
            clauses.add(new Merge.MatchedUpdate(onConflict.where(), onConflict.assignments()));
        }
        clauses.add(new Merge.MatchedNothing(Optional.empty()));
        List<ExpressionText> values = table.schema().fields().stream()
                .map(field -> new ExpressionText(SqlTrees.name(EXCLUDED, field.name()), field.name(), statement.position()))
                .toList();
        clauses.add(new Merge.NotMatchedInsert(Optional.empty(), List.of(), values));
        return clauses;
    }

    private static SqlNode sameKey(CatalogObject.Table table) {
        SqlNode all = null;
        for (String key : table.primaryKey()) {
            SqlNode equal = SqlTrees.equal(SqlTrees.name(EXCLUDED, key), SqlTrees.name(table.name().name(), key));
            all = all == null ? equal : SqlTrees.and(all, equal);
        }
        return all;
    }
}
