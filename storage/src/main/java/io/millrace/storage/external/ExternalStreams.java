package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.Connector;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.storage.connector.Connectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/** The streams of this node whose rows are in other systems. Thread-safe. */
public final class ExternalStreams implements AutoCloseable {
    private final Function<String, Optional<CatalogObject>> catalog;
    private final Clock clock;
    private final BufferAllocator allocator;
    private final Map<String, ExternalStreamLog> open = new HashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param catalog finds an object by its id */
    public ExternalStreams(Function<String, Optional<CatalogObject>> catalog, Clock clock, BufferAllocator allocator) {
        this.catalog = catalog;
        this.clock = clock;
        this.allocator = allocator;
    }

    /** Runs {@code listener} when there is more to read somewhere; it must not wait. */
    public void onMoved(Runnable listener) {
        listeners.add(listener);
    }

    /** Present if the catalog says that the stream is in another system. */
    public Optional<ExternalStreamLog> find(String streamId) {
        synchronized (open) {
            ExternalStreamLog known = open.get(streamId);
            if (known != null) {
                return Optional.of(known);
            }
        }
        return catalog.apply(streamId)
                .filter(object -> object instanceof CatalogObject.Stream stream && ExternalOptions.isExternal(stream))
                .map(object -> require((CatalogObject.Stream) object));
    }

    /**
     * The stream's log, opened if it is not.
     *
     * @throws MillraceException FEATURE_NOT_SUPPORTED, INVALID_PARAMETER or INVALID_TABLE_DEFINITION if it cannot be
     */
    public ExternalStreamLog require(CatalogObject.Stream stream) {
        synchronized (open) {
            return open.computeIfAbsent(stream.id(), id -> {
                ExternalLog log = connector(stream).openLog(stream.options(), clock);
                try {
                    return new ExternalStreamLog(stream, log, clock, allocator, () -> listeners.forEach(Runnable::run));
                } catch (RuntimeException e) {
                    log.close();
                    throw e;
                }
            });
        }
    }

    private static Connector connector(CatalogObject.Stream stream) {
        return Connectors.require(stream.options().get(ExternalOptions.CONNECTOR));
    }

    /**
     * A stream that is about to be made, as it begins: where it starts is decided now, for good.
     *
     * @throws MillraceException as {@link #require}; CONNECTION_FAILURE if the system does not answer, UNDEFINED_OBJECT if there is nothing to read
     */
    public CatalogObject.Stream begun(CatalogObject.Stream stream) {
        ExternalOptions.skipsMalformed(stream.options());
        try (ExternalLog log = connector(stream).openLog(stream.options(), clock)) {
            new RecordDecoder(stream, clock, allocator).close();
            ExternalLog.Description description = log.describe();
            List<Long> from = StartupMode.of(stream.options()).offsets(log, description.partitions());
            Map<String, String> options = new HashMap<>(stream.options());
            options.put(ExternalOptions.BEGIN, ExternalOptions.offsetsText(from));
            description.incarnation().ifPresent(incarnation -> options.put(ExternalOptions.INCARNATION, incarnation));
            return new CatalogObject.Stream(stream.id(), stream.name(), stream.schema(), stream.primaryKey(), stream.watermark(),
                    description.partitions(), stream.defaults(), options);
        }
    }

    /** The stream is gone. */
    public void drop(String streamId) {
        ExternalStreamLog dropped;
        synchronized (open) {
            dropped = open.remove(streamId);
        }
        if (dropped != null) {
            dropped.close();
        }
    }

    /** Says that rows cannot be put in here. */
    public static MillraceException readOnly(CatalogObject.Stream stream) {
        return new MillraceException(ErrorCode.READ_ONLY,
                "stream \"" + stream.name() + "\" reads what is in " + stream.options().get(ExternalOptions.CONNECTOR)
                        + " and takes no rows")
                .withHint("CREATE SINK … INTO " + stream.options().get(ExternalOptions.CONNECTOR) + " writes there");
    }

    @Override
    public void close() {
        synchronized (open) {
            open.values().forEach(ExternalStreamLog::close);
            open.clear();
        }
    }
}
