package io.millrace.frontend.statement;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.SourcePosition;
import java.util.Optional;

/** A name as written, folded to lower case unless quoted; without a schema it is looked up in the session's. */
public record QualifiedName(Optional<String> schema, String name, SourcePosition position) {
    /** The full name, with {@code defaultSchema} where none was written. */
    public ObjectName resolve(String defaultSchema) {
        return new ObjectName(schema.orElse(defaultSchema), name);
    }

    @Override
    public String toString() {
        return schema.map(s -> s + "." + name).orElse(name);
    }
}
