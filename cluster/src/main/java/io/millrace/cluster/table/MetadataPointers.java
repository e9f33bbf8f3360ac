package io.millrace.cluster.table;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.metadata.MetadataService;
import io.millrace.storage.table.body.BodyPointers;
import java.util.Optional;

/** Tables' bodies as the replicated metadata points at them. */
public record MetadataPointers(MetadataService metadata) implements BodyPointers {
    @Override
    public Optional<String> current(String tableId) {
        return Optional.ofNullable(metadata.state().tablePointers().get(tableId));
    }

    @Override
    public void move(String tableId, Optional<String> expected, String location) {
        metadata.apply(new MetadataChange.MoveTablePointer(tableId, expected, location));
    }
}
