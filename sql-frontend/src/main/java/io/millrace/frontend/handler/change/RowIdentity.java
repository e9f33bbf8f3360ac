package io.millrace.frontend.handler.change;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.frontend.parser.SqlTrees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlNode;

/**
 * Tells a target's rows apart where a join may give one of them several times: by the primary key or, in a table without one, by a number that each row
 * gets while it is scanned.
 */
final class RowIdentity {
    private static final String NUMBER = "$row";

    private final CatalogObject.Table table;
    private final Set<List<Object>> seen = new HashSet<>();

    RowIdentity(CatalogObject.Table table) {
        this.table = table;
    }

    /** The table under its alias, with what is needed to tell rows apart and {@code extra} items. */
    SqlNode numbered(SqlNode name, String alias, List<SqlNode> extra) {
        List<SqlNode> items = new ArrayList<>();
        table.schema().fields().forEach(field -> items.add(SqlTrees.name(alias, field.name())));
        if (table.primaryKey().isEmpty()) {
            items.add(SqlTrees.alias(SqlTrees.rowNumber(), NUMBER));
        }
        items.addAll(extra);
        return SqlTrees.alias(SqlTrees.select(items, SqlTrees.alias(name, alias), null), alias);
    }

    /** Items of the outer query that carry the identity; none if the key's columns do. */
    List<SqlNode> items(String alias) {
        return table.primaryKey().isEmpty() ? List.of(SqlTrees.name(alias, NUMBER)) : List.of();
    }

    /**
     * Whether this row of the target is met for the first time.
     *
     * @param batch whose first columns are the target's
     * @param identityColumn where the {@link #items} begin
     */
    boolean first(Batch batch, int position, int identityColumn) {
        List<Object> identity = new ArrayList<>();
        if (table.primaryKey().isEmpty()) {
            identity.add(Values.read(batch.column(identityColumn), position));
        } else {
            table.primaryKey().forEach(key -> identity.add(Values.read(batch.column(table.schema().indexOf(key)), position)));
        }
        return seen.add(identity);
    }
}
