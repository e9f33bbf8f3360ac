package io.millrace.frontend.execution;

import io.millrace.common.catalog.ObjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * Whatever a query's text may mean an object by: each name in it, whether it stands for a table or a column. More than it does mean, never less, so that
 * rights may be asked of it.
 */
final class NamesInQuery extends SqlBasicVisitor<Void> {
    private final String searchSchema;
    private final Set<ObjectName> names = new HashSet<>();

    private NamesInQuery(String searchSchema) {
        this.searchSchema = searchSchema;
    }

    static Set<ObjectName> of(SqlNode query, String searchSchema) {
        NamesInQuery visitor = new NamesInQuery(searchSchema);
        query.accept(visitor);
        return visitor.names;
    }

    @Override
    public Void visit(SqlIdentifier identifier) {
        List<String> parts = identifier.names;
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).isEmpty()) {
                names.add(new ObjectName(searchSchema, parts.get(i)));
            }
            if (i > 0 && !parts.get(i - 1).isEmpty() && !parts.get(i).isEmpty()) {
                names.add(new ObjectName(parts.get(i - 1), parts.get(i)));
            }
        }
        return null;
    }
}
