package io.millrace.planner.validate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.planner.catalog.CatalogReader;
import io.millrace.planner.catalog.CatalogTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;

/**
 * Who groups by a table's primary key may use its other columns: the key determines them, so they become keys too, which makes no more groups.
 *
 * <pre>
 * SELECT id, name, COUNT(*) FROM t … GROUP BY id      SELECT id, name, COUNT(*) FROM t … GROUP BY id, t.name
 * </pre>
 */
final class GroupByKeys {
    private static final Set<SqlKind> SEVERAL_SETS = Set.of(SqlKind.GROUPING_SETS, SqlKind.ROLLUP, SqlKind.CUBE);

    /** How the last name of a star is spelled. */
    private static final String STAR = "";

    private final CatalogReader reader;
    /** Names that a WITH gives, anywhere in the statement: what they stand for has no key. */
    private final Set<String> withNames;

    GroupByKeys(CatalogReader reader, SqlNode statement) {
        this.reader = reader;
        this.withNames = new HashSet<>();
        statement.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (call instanceof SqlWithItem item) {
                    withNames.add(item.name.getSimple());
                }
                return super.visit(call);
            }
        });
    }

    /** Adds to the keys of {@code select} what they determine and it or {@code order} (may be null) uses. */
    void complete(SqlSelect select, SqlNodeList order) {
        SqlNodeList keys = select.getGroup();
        if (keys != null) {
            keys.forEach(GroupByKeys::refuseRepeated);
        }
        if (keys == null || keys.isEmpty() || select.getFrom() == null
                || keys.stream().anyMatch(key -> SEVERAL_SETS.contains(key.getKind()))) {
            return;
        }
        Map<String, CatalogTable> tables = new LinkedHashMap<>();
        collect(select.getFrom(), tables);
        List<SqlNode> added = new ArrayList<>();
        tables.forEach((alias, table) -> {
            if (groupsByKey(keys, alias, table, tables.size())) {
                Set<String> used = used(select, order);
                for (Field field : table.schema().fields()) {
                    if ((used.contains(field.name()) || used.contains(STAR))
                            && !table.primaryKey().contains(table.schema().indexOf(field.name()))) {
                        added.add(new SqlIdentifier(List.of(alias, field.name()), keys.getParserPosition()));
                    }
                }
            }
        });
        if (!added.isEmpty()) {
            added.addAll(0, keys.getList());
            select.setGroupBy(new SqlNodeList(added, keys.getParserPosition()));
        }
    }

    /** ROLLUP (a, a) has the set of a twice, which Calcite takes for one. */
    private static void refuseRepeated(SqlNode key) {
        if (key.getKind() == SqlKind.ROLLUP || key.getKind() == SqlKind.CUBE) {
            List<SqlNode> elements = ((SqlCall) key).getOperandList();
            for (int i = 0; i < elements.size(); i++) {
                SqlNode element = elements.get(i);
                if (elements.subList(0, i).stream().anyMatch(other -> other.equalsDeep(element, Litmus.IGNORE))) {
                    throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED,
                            key.getKind() + " with the same element twice: write its sets with GROUPING SETS")
                            .at(new SourcePosition(element.getParserPosition().getLineNum(), element.getParserPosition().getColumnNum()));
                }
            }
        }
    }

    private void collect(SqlNode from, Map<String, CatalogTable> tables) {
        if (from instanceof SqlJoin join) {
            collect(join.getLeft(), tables);
            collect(join.getRight(), tables);
            return;
        }
        boolean named = from.getKind() == SqlKind.AS && ((SqlCall) from).operandCount() == 2;
        SqlNode relation = named ? ((SqlCall) from).operand(0) : from;
        if (!(relation instanceof SqlIdentifier name) || name.isSimple() && withNames.contains(name.getSimple())) {
            return;
        }
        Prepare.PreparingTable found = reader.getTable(name.names);
        CatalogTable table = found == null ? null : found.unwrap(CatalogTable.class);
        if (table != null && !table.primaryKey().isEmpty()) {
            tables.put(named ? ((SqlIdentifier) ((SqlCall) from).operand(1)).getSimple() : name.names.getLast(), table);
        }
    }

    private static boolean groupsByKey(SqlNodeList keys, String alias, CatalogTable table, int tables) {
        return table.primaryKey().stream().allMatch(column -> keys.stream().anyMatch(key -> {
            if (!(key instanceof SqlIdentifier name) || !name.names.getLast().equals(table.schema().fields().get(column).name())) {
                return false;
            }
            return name.isSimple() ? tables == 1 : name.names.get(name.names.size() - 2).equals(alias);
        }));
    }

    /** Last names of columns outside aggregates. */
    private static Set<String> used(SqlSelect select, SqlNodeList order) {
        Set<String> names = new HashSet<>();
        SqlBasicVisitor<Void> visitor = new SqlBasicVisitor<>() {
            @Override
            public Void visit(SqlCall call) {
                return call.getOperator().isAggregator() ? null : super.visit(call);
            }

            @Override
            public Void visit(SqlIdentifier identifier) {
                names.add(identifier.names.getLast());
                return null;
            }
        };
        select.getSelectList().accept(visitor);
        for (SqlNode clause : new SqlNode[] {select.getHaving(), select.getQualify(), order}) {
            if (clause != null) {
                clause.accept(visitor);
            }
        }
        return names;
    }
}
