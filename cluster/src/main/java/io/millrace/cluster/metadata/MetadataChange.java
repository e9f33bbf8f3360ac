package io.millrace.cluster.metadata;

import io.millrace.cluster.access.AccessChange;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.UserFunction;
import java.util.Optional;

/** One entry of the metadata log. Applying it is a function of the state alone: no clock, no randomness; ids and times are in the entry. */
public sealed interface MetadataChange {
    record CreateSchema(String name, Optional<String> owner) implements MetadataChange {
        /** One of the administrators'. */
        public CreateSchema(String name) {
            this(name, Optional.empty());
        }
    }

    /** Refused while objects are in it. */
    record DropSchema(String name) implements MetadataChange {}

    /** Refused if the name is taken. */
    record CreateObject(CatalogObject object, Optional<String> owner) implements MetadataChange {
        /** One of the administrators'. */
        public CreateObject(CatalogObject object) {
            this(object, Optional.empty());
        }
    }

    /** Puts {@code object} in the place of the one of the same name, which must have the id {@code replacedId} still. */
    record ReplaceObject(String replacedId, CatalogObject object) implements MetadataChange {}

    /** Refused while others read it; {@code id} guards against a name that means another object by now. */
    record DropObject(ObjectName name, String id) implements MetadataChange {}

    /** Refused if the name is taken, but by the function of {@code replacedId}, which nobody must use. */
    record CreateFunction(UserFunction function, Optional<String> replacedId) implements MetadataChange {}

    /** Refused while others use it. */
    record DropFunction(ObjectName name) implements MetadataChange {}

    /** Moves a table's body to another Iceberg metadata file, if it is still at the expected one: compare and set. */
    record MoveTablePointer(String tableId, Optional<String> expected, String location) implements MetadataChange {}

    /** Sets a cluster-wide setting, or takes it back to its default. */
    record PutSetting(String name, Optional<String> value) implements MetadataChange {}

    /** Changes users and grants. */
    record Access(AccessChange change) implements MetadataChange {}
}
