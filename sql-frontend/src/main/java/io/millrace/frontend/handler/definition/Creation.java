package io.millrace.frontend.handler.definition;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.handler.name.ObjectNames;
import io.millrace.frontend.statement.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What every CREATE has in common: the name is looked at, then the object made, while no other definition runs. */
final class Creation {
    private Creation() {}

    /** Runs {@code make} with the full name, unless the name is taken and the statement says IF NOT EXISTS. */
    static StatementResult create(
            QualifiedName name, boolean ifNotExists, String tag, StatementContext context, Function<ObjectName, StatementResult> make) {
        return context.defining(() -> {
            ObjectName full = ObjectNames.forNew(name, context);
            Optional<CatalogObject> other = context.catalog().find(full);
            if (other.isPresent()) {
                if (!ifNotExists) {
                    throw ObjectNames.taken(other.get(), name.position());
                }
                context.warn(other.get().kindName().toLowerCase(Locale.ROOT) + " \"" + full + "\" already exists, skipping");
                return context.done(tag);
            }
            return make.apply(full);
        });
    }

    /** Puts the object into the catalog; {@code undo} is run if that fails. */
    static void record(CatalogObject object, StatementContext context, Consumer<String> undo) {
        try {
            context.apply(new MetadataChange.CreateObject(object, context.owner()));
        } catch (RuntimeException e) {
            undo.accept(object.id());
            throw e;
        }
    }

    /** A query's columns as those of a new object: names given or the query's own, each once; a NULL without type is a text. */
    static Schema columnsOf(Schema query, List<String> names, QualifiedName of) {
        if (!names.isEmpty() && names.size() != query.size()) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                    "\"" + of + "\" is given " + names.size() + " column names, its query has " + query.size() + " columns")
                    .at(of.position());
        }
        List<Field> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < query.size(); i++) {
            Field field = query.field(i);
            String name = names.isEmpty() ? field.name() : names.get(i);
            if (!seen.add(name)) {
                throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "column \"" + name + "\" of \"" + of + "\" appears twice")
                        .at(of.position())
                        .withHint("give the query's columns different names with AS");
            }
            SqlType type = field.type().kind() == SqlType.Kind.NULL ? SqlType.VARCHAR : field.type();
            fields.add(new Field(name, type, field.nullable()));
        }
        if (fields.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION, "\"" + of + "\" would have no columns").at(of.position());
        }
        return new Schema(fields);
    }
}
