package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.Assignment;
import io.millrace.frontend.statement.CreateTableAs;
import io.millrace.frontend.statement.Delete;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Insert;
import io.millrace.frontend.statement.Merge;
import io.millrace.frontend.statement.Statement;
import io.millrace.frontend.statement.Update;
import io.millrace.planner.PlannedQuery;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * What parameters a changing statement has: one that is a column's new value is of the column's type, any other is what the statement's query takes it
 * for, and a text where that tells nothing. Nothing is locked or read.
 */
public final class ChangeParameters {
    private final StatementContext context;
    /** Types by position; null where nothing is known of one yet. */
    private final TreeMap<Integer, SqlType> types = new TreeMap<>();

    private ChangeParameters(StatementContext context) {
        this.context = context;
    }

    /** In the statement's order. */
    public static List<SqlType> of(Statement statement, StatementContext context) {
        ChangeParameters parameters = new ChangeParameters(context);
        switch (statement) {
            case Insert insert -> parameters.of(insert);
            case Update update -> parameters.of(update);
            case Delete delete -> parameters.of(delete);
            case Merge merge -> parameters.of(merge);
            case CreateTableAs create -> parameters.count(create.query().node());
            default -> {
                // Definitions and commands take no values.
            }
        }
        return parameters.list();
    }

    private List<SqlType> list() {
        List<SqlType> list = new ArrayList<>();
        int count = types.isEmpty() ? 0 : types.lastKey() + 1;
        for (int i = 0; i < count; i++) {
            SqlType type = types.get(i);
            list.add(type == null || type.kind() == SqlType.Kind.NULL ? SqlType.VARCHAR : type);
        }
        return list;
    }

    private void count(SqlNode tree) {
        tree.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDynamicParam parameter) {
                types.putIfAbsent(parameter.getIndex(), null);
                return null;
            }
        });
    }

    private void count(Optional<ExpressionText> tree) {
        tree.ifPresent(expression -> count(expression.node()));
    }

    private void put(SqlNode value, SqlType type) {
        count(value);
        if (value instanceof SqlDynamicParam parameter) {
            types.put(parameter.getIndex(), type);
        }
    }

    private void put(List<Assignment> assignments, CatalogObject target) {
        for (Assignment assignment : assignments) {
            put(assignment.value().node(),
                    target.schema().type(ChangeTarget.column(target, assignment.column(), assignment.position())));
        }
    }

    /** Fills in what planning finds out; a statement that cannot be planned says so when it runs. */
    private void infer(Supplier<PlannedQuery> plan) {
        if (types.isEmpty() || !types.containsValue(null)) {
            return;
        }
        List<SqlType> inferred;
        try {
            inferred = plan.get().parameterTypes();
        } catch (MillraceException notWithoutValues) {
            return;
        }
        for (int i = 0; i < inferred.size(); i++) {
            if (types.get(i) == null) {
                types.put(i, inferred.get(i));
            }
        }
    }

    private PlannedQuery plan(SqlNode tree, Optional<Schema> wanted) {
        return context.plan(tree, PlannerRequest.Mode.BATCH, wanted, context.session().schema(), context.catalog());
    }

    private void of(Insert insert) {
        CatalogObject target = context.catalog().find(context.resolve(insert.target()))
                .orElseThrow(() -> ObjectNames.undefined("table", context.resolve(insert.target()), insert.target().position()));
        InsertSource source = new InsertSource(target, insert);
        SqlNode tree = insert.source().node();
        count(tree);
        if (InsertSource.isValues(tree)) {
            List<Integer> order = source.order();
            for (SqlNode row : ((SqlCall) tree).getOperandList()) {
                List<SqlNode> given = row instanceof SqlCall call && row.getKind() == SqlKind.ROW ? call.getOperandList() : List.of(row);
                for (int i = 0; i < Math.min(given.size(), source.named()); i++) {
                    put(given.get(i), target.schema().type(order.get(i)));
                }
            }
        }
        insert.onConflict().ifPresent(conflict -> {
            put(conflict.assignments(), target);
            count(conflict.where());
        });
        infer(() -> source.plan(tree, context, context.catalog()));
    }

    private void of(Update update) {
        CatalogObject.Table table = ChangeTarget.table(update.target(), "UPDATE", context);
        put(update.assignments(), table);
        count(update.from());
        count(update.where());
        String alias = update.alias().orElse(table.name().name());
        List<Integer> assigned = UpdateHandler.assigned(update.assignments(), table);
        RowIdentity identity = new RowIdentity(table);
        int identityItems = update.from().isPresent() ? identity.items(alias).size() : 0;
        infer(() -> plan(UpdateHandler.tree(update, table, alias, identity, assigned),
                Optional.of(UpdateHandler.wanted(table.schema(), identityItems, assigned))));
    }

    private void of(Delete delete) {
        CatalogObject.Table table = ChangeTarget.table(delete.target(), "DELETE", context);
        count(delete.using());
        count(delete.where());
        infer(() -> plan(DeleteHandler.tree(delete, table), Optional.empty()));
    }

    private void of(Merge merge) {
        CatalogObject.Table table = ChangeTarget.table(merge.target(), "MERGE", context);
        count(merge.source().node());
        count(merge.condition().node());
        for (Merge.Clause clause : merge.clauses()) {
            count(clause.condition());
            switch (clause) {
                case Merge.MatchedUpdate update -> put(update.assignments(), table);
                case Merge.NotMatchedInsert insert -> {
                    List<Integer> columns = ChangeTarget.columns(table, insert.columns(), merge.position());
                    for (int i = 0; i < Math.min(columns.size(), insert.values().size()); i++) {
                        put(insert.values().get(i).node(), table.schema().type(columns.get(i)));
                    }
                }
                case Merge.MatchedDelete ignored -> {}
                case Merge.MatchedNothing ignored -> {}
                case Merge.NotMatchedNothing ignored -> {}
            }
        }
        MergePlan plan = new MergePlan(table, merge.alias().orElse(table.name().name()), merge.clauses(), merge.position());
        infer(() -> plan(plan.tree(merge.source().node(), merge.condition()), Optional.of(plan.wanted())));
    }
}
