package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.parser.SqlTrees;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** DEFAULT expressions as trees. */
final class ColumnDefaults {
    private ColumnDefaults() {}

    /** The column's DEFAULT, a new tree each time; NULL if it has none. */
    static SqlNode of(CatalogObject target, int column) {
        String text = ObjectNames.defaults(target).get(target.schema().field(column).name());
        if (text == null) {
            return SqlTrees.nullLiteral();
        }
        return ((SqlSelect) StatementContext.parseQuery("SELECT " + text)).getSelectList().get(0);
    }

    static boolean isDefault(SqlNode node) {
        return node.getKind() == SqlKind.DEFAULT;
    }

    /** The value, or what DEFAULT stands for; a bare parameter is of its column's type. */
    static SqlNode resolve(SqlNode value, CatalogObject target, int column) {
        if (value instanceof SqlDynamicParam) {
            // Texts keep their length, so that one that is too long is refused and not cut.
            SqlType type = target.schema().type(column);
            return SqlTrees.cast(value, type.isCharacter() ? SqlType.VARCHAR : type);
        }
        return isDefault(value) ? of(target, column) : value;
    }
}
