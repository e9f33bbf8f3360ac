package io.millrace.frontend.handler.name;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.statement.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What names stand for, or the error that says why not. */
public final class ObjectNames {
    private static final Set<String> SYSTEM_SCHEMAS = Set.of("sys", "information_schema");

    private ObjectNames() {}

    public static MillraceException undefined(String kind, ObjectName name, SourcePosition position) {
        return new MillraceException(ErrorCode.UNDEFINED_TABLE, kind + " \"" + name + "\" does not exist").at(position);
    }

    /** The object of that name and kind; UNDEFINED_TABLE, or WRONG_OBJECT_TYPE if it is of another kind. */
    public static <T extends CatalogObject> T require(QualifiedName name, Class<T> kind, String kindName, StatementContext context) {
        ObjectName full = context.resolve(name);
        CatalogObject found = context.catalog().find(full).orElseThrow(() -> undefined(kindName, full, name.position()));
        if (!kind.isInstance(found)) {
            throw wrongType(found, "a " + kindName, name.position());
        }
        return kind.cast(found);
    }

    public static MillraceException wrongType(CatalogObject found, String expected, SourcePosition position) {
        return new MillraceException(
                ErrorCode.WRONG_OBJECT_TYPE,
                "\"" + found.name() + "\" is a " + found.kindName().toLowerCase(Locale.ROOT) + ", not " + expected).at(position);
    }

    public static List<String> primaryKey(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> table.primaryKey();
            case CatalogObject.Stream stream -> stream.primaryKey();
            case CatalogObject.View ignored -> List.of();
            case CatalogObject.MaterializedView ignored -> List.of();
            case CatalogObject.Sink ignored -> List.of();
        };
    }

    /** DEFAULT expressions' texts by column. */
    public static Map<String, String> defaults(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> table.defaults();
            case CatalogObject.Stream stream -> stream.defaults();
            case CatalogObject.View ignored -> Map.of();
            case CatalogObject.MaterializedView ignored -> Map.of();
            case CatalogObject.Sink ignored -> Map.of();
        };
    }

    /** Where a new object goes: UNDEFINED_SCHEMA if there is no such schema, PERMISSION_DENIED in the system's own. */
    public static ObjectName forNew(QualifiedName name, StatementContext context) {
        ObjectName full = context.resolve(name);
        requireUserSchema(full.schema(), name.position());
        if (!context.catalog().schemas().contains(full.schema())) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + full.schema() + "\" does not exist").at(name.position());
        }
        return full;
    }

    public static void requireUserSchema(String schema, SourcePosition position) {
        if (SYSTEM_SCHEMAS.contains(schema)) {
            throw new MillraceException(ErrorCode.PERMISSION_DENIED, "schema \"" + schema + "\" is the system's own").at(position);
        }
    }

    /** DUPLICATE_TABLE for a name that is taken. */
    public static MillraceException taken(CatalogObject other, SourcePosition position) {
        return new MillraceException(
                ErrorCode.DUPLICATE_TABLE,
                other.kindName().toLowerCase(Locale.ROOT) + " \"" + other.name() + "\" already exists").at(position);
    }
}
