package io.millrace.storage.table.body;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Optional;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** An Iceberg table whose current metadata file is the one that the metadata service points at. Guarded by {@link TableBody}. */
final class BodyOperations implements TableOperations {
    private final String tableId;
    private final BodyPointers pointers;
    private final DiskFileIO io;
    private final FileNames names;
    private Optional<String> pointer = Optional.empty();
    private TableMetadata current;

    BodyOperations(String tableId, BodyPointers pointers, DiskFileIO io, FileNames names) {
        this.tableId = tableId;
        this.pointers = pointers;
        this.io = io;
        this.names = names;
    }

    @Override
    public TableMetadata current() {
        return current;
    }

    @Override
    public TableMetadata refresh() {
        Optional<String> now = pointers.current(tableId);
        if (!now.equals(pointer)) {
            current = now.map(location -> TableMetadataParser.read(io, location)).orElse(null);
            pointer = now;
        }
        return current;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
        if (base != current) {
            throw new CommitFailedException("the body of table %s moved meanwhile", tableId);
        }
        if (base == metadata) {
            return;
        }
        String location = io.location(names.metadata(".metadata.json"));
        try {
            TableMetadataParser.write(metadata, io.newOutputFile(location));
            pointers.move(tableId, pointer, location);
        } catch (MillraceException e) {
            if (e.code() == ErrorCode.WRITE_CONFLICT || e.code() == ErrorCode.UNDEFINED_OBJECT) {
                throw new CommitFailedException(e, "the body of table %s moved meanwhile", tableId);
            }
            throw new CommitStateUnknownException(e);
        }
        refresh();
    }

    @Override
    public FileIO io() {
        return io;
    }

    @Override
    public String metadataFileLocation(String fileName) {
        return io.location(FileNames.METADATA + "/" + fileName);
    }

    @Override
    public LocationProvider locationProvider() {
        return LocationProviders.locationsFor(io.location(""), current == null ? java.util.Map.of() : current.properties());
    }
}
