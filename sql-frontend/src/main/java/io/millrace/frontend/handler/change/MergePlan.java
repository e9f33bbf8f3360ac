package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.parser.SqlTrees;
import io.millrace.frontend.statement.Assignment;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.Merge;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlNode;

/**
 * A MERGE as the query of what to do:
 *
 * <pre>
 * SELECT t.*, [row number,] CASE WHEN t.$matched IS NOT NULL AND condition 0 THEN 0 WHEN … END AS action,
 *        CASE WHEN action = 0 THEN value END, …          one column a clause and assigned column
 * FROM source LEFT JOIN (SELECT t.*, TRUE AS $matched FROM t) AS t ON condition
 * </pre>
 *
 * The first clause whose condition holds is a row's action; a row without one is passed over.
 */
final class MergePlan {
    private static final String MATCHED = "$matched";

    /** What a clause does with a row. */
    sealed interface Action {
        /** Takes the old row out and puts in one of these columns of the query. */
        record Replace(List<Integer> columns) implements Action {}

        record Remove() implements Action {}

        /** Puts in a row of these columns of the query. */
        record Add(List<Integer> columns) implements Action {}

        record Nothing() implements Action {}
    }

    private final CatalogObject.Table table;
    private final String alias;
    private final List<Merge.Clause> clauses;
    private final RowIdentity identity;
    private final List<SqlNode> items = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final int actionColumn;

    MergePlan(CatalogObject.Table table, String alias, List<Merge.Clause> clauses, SourcePosition position) {
        this.table = table;
        this.alias = alias;
        this.clauses = clauses;
        this.identity = new RowIdentity(table);
        for (Field field : table.schema().fields()) {
            add(SqlTrees.name(alias, field.name()), Field.of(field.name(), field.type()));
        }
        identity.items(alias).forEach(item -> add(item, Field.of("$row", SqlType.BIGINT)));
        actionColumn = items.size();
        add(action(), Field.of("$action", SqlType.INTEGER));
        for (int k = 0; k < clauses.size(); k++) {
            actions.add(action(k, clauses.get(k), position));
        }
    }

    private int add(SqlNode item, Field field) {
        items.add(SqlTrees.alias(item, "$" + items.size()));
        fields.add(field);
        return items.size() - 1;
    }

    private SqlNode action() {
        List<SqlNode> conditions = new ArrayList<>();
        List<SqlNode> numbers = new ArrayList<>();
        for (int k = 0; k < clauses.size(); k++) {
            Merge.Clause clause = clauses.get(k);
            SqlNode matched = SqlTrees.name(alias, MATCHED);
            SqlNode side = isMatched(clause) ? SqlTrees.isNotNull(matched) : SqlTrees.isNull(matched);
            conditions.add(clause.condition().map(c -> SqlTrees.and(side, SqlTrees.copy(c.node()))).orElse(side));
            numbers.add(SqlTrees.number(k));
        }
        return SqlTrees.choose(conditions, numbers, SqlTrees.nullLiteral());
    }

    private static boolean isMatched(Merge.Clause clause) {
        return switch (clause) {
            case Merge.MatchedUpdate ignored -> true;
            case Merge.MatchedDelete ignored -> true;
            case Merge.MatchedNothing ignored -> true;
            case Merge.NotMatchedInsert ignored -> false;
            case Merge.NotMatchedNothing ignored -> false;
        };
    }

    private Action action(int k, Merge.Clause clause, SourcePosition position) {
        return switch (clause) {
            case Merge.MatchedUpdate update -> {
                List<Integer> columns = new ArrayList<>(IntStream.range(0, table.schema().size()).boxed().toList());
                List<Integer> assigned = UpdateHandler.assigned(update.assignments(), table);
                for (int i = 0; i < assigned.size(); i++) {
                    Assignment assignment = update.assignments().get(i);
                    columns.set(assigned.get(i), value(k, assignment.value().node(), assigned.get(i)));
                }
                yield new Action.Replace(columns);
            }
            case Merge.MatchedDelete ignored -> new Action.Remove();
            case Merge.MatchedNothing ignored -> new Action.Nothing();
            case Merge.NotMatchedInsert insert -> new Action.Add(inserted(k, insert, position));
            case Merge.NotMatchedNothing ignored -> new Action.Nothing();
        };
    }

    private List<Integer> inserted(int k, Merge.NotMatchedInsert insert, SourcePosition position) {
        List<Integer> named = ChangeTarget.columns(table, insert.columns(), position);
        if (named.size() != insert.values().size()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                    "INSERT of MERGE names " + named.size() + " columns and has " + insert.values().size() + " values").at(position);
        }
        List<Integer> columns = new ArrayList<>();
        for (int c = 0; c < table.schema().size(); c++) {
            int at = named.indexOf(c);
            columns.add(value(k, at < 0 ? ColumnDefaults.of(table, c) : insert.values().get(at).node(), c));
        }
        return columns;
    }

    /** A column of the query that is evaluated only where clause {@code k} acts. */
    private int value(int k, SqlNode value, int column) {
        SqlNode resolved = ColumnDefaults.resolve(value, table, column);
        SqlNode acts = SqlTrees.equal(action(), SqlTrees.number(k));
        SqlNode item = SqlTrees.choose(List.of(acts), List.of(resolved), SqlTrees.nullLiteral());
        return add(item, Field.of(table.schema().field(column).name(), table.schema().type(column)));
    }

    SqlNode tree(SqlNode source, ExpressionText condition) {
        return tree(source, condition.node());
    }

    SqlNode tree(SqlNode source, SqlNode condition) {
        SqlNode name = SqlTrees.name(table.name().schema(), table.name().name());
        SqlNode target = identity.numbered(name, alias, List.of(SqlTrees.alias(SqlTrees.bool(true), MATCHED)));
        boolean onlyMatched = clauses.stream().allMatch(MergePlan::isMatched);
        return SqlTrees.select(
                items, SqlTrees.join(source, onlyMatched ? JoinType.INNER : JoinType.LEFT, target, condition), null);
    }

    /** What the query's columns are for. */
    Schema wanted() {
        return new Schema(fields);
    }

    int actionColumn() {
        return actionColumn;
    }

    Action action(int number) {
        return actions.get(number);
    }

    RowIdentity identity() {
        return identity;
    }
}
