package io.millrace.common.connector;

import io.millrace.common.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A partitioned log in another system, whose records keep their offsets: reading the same range again gives the same records. Offsets grow along a partition,
 * not every one is a record's. Methods that ask the system wait a bounded time. Thread-safe.
 *
 * <p>Errors of all that ask: MillraceException CONNECTION_FAILURE if the system does not answer (trying again may help), UNDEFINED_OBJECT if there is no such
 * log, PERMISSION_DENIED if the system refuses.
 */
public interface ExternalLog extends AutoCloseable {
    /**
     * What there is.
     *
     * @param partitions how many; never falls
     * @param incarnation differs between logs of one name that are made one after the other; empty if the system cannot tell
     */
    record Description(int partitions, Optional<String> incarnation) {}

    Description describe();

    /** The first offset that is kept, by partition. */
    List<Long> earliest(int partitions);

    /** The end of what may be read by now, exclusive, by partition. */
    List<Long> latest(int partitions);

    /** The first offset of a record not older than that, by partition; the end where there is none. */
    List<Long> atTime(int partitions, long epochMillis);

    /**
     * Records from these offsets on, of these partitions.
     *
     * @throws MillraceException SUBSCRIPTION_EXPIRED, from here or from a poll, if records from there on are not kept any more
     */
    RecordFeed open(Map<Integer, Long> from);

    @Override
    void close();
}
