package io.millrace.frontend.handler.change;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.session.SessionTransaction;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.storage.table.TableChange;
import java.util.List;
import java.util.Optional;

/** The table that a statement changes, and its columns. */
final class ChangeTarget {
    private ChangeTarget() {}

    /** A managed table; any other kind of object is refused with the reason. */
    static CatalogObject.Table table(QualifiedName name, String verb, StatementContext context) {
        ObjectName full = context.resolve(name);
        CatalogObject found = context.catalog().find(full).orElseThrow(() -> ObjectNames.undefined("table", full, name.position()));
        if (!(found instanceof CatalogObject.Table table)) {
            throw ObjectNames.wrongType(found, "a table that " + verb + " can change", name.position());
        }
        if (table.external().isPresent()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + full + "\" is an external table: its files are read only").at(name.position());
        }
        ObjectNames.requireUserSchema(full.schema(), name.position());
        return table;
    }

    /** Position of a column by name. */
    static int column(CatalogObject target, String column, SourcePosition position) {
        int index = target.schema().indexOf(column);
        if (index < 0) {
            throw new MillraceException(ErrorCode.UNDEFINED_COLUMN, "column \"" + column + "\" of \"" + target.name() + "\" does not exist")
                    .at(position);
        }
        return index;
    }

    /** Positions of columns by name, each once; all columns if none are named. */
    static List<Integer> columns(CatalogObject target, List<String> names, SourcePosition position) {
        if (names.isEmpty()) {
            return java.util.stream.IntStream.range(0, target.schema().size()).boxed().toList();
        }
        List<Integer> positions = names.stream().map(name -> column(target, name, position)).toList();
        if (positions.stream().distinct().count() < positions.size()) {
            throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "a column is given twice").at(position);
        }
        return positions;
    }

    /** The change that an UPDATE, DELETE, MERGE or upsert makes; in a transaction, the first one of the table, as it reads what it changes. */
    static TableChange change(CatalogObject.Table table, StatementContext context) {
        Optional<SessionTransaction> transaction = context.session().transaction();
        if (transaction.isEmpty()) {
            return context.tables().change(table);
        }
        context.requireUnchanged(table.id());
        return TransactionSink.of(transaction.get(), table, context);
    }
}
