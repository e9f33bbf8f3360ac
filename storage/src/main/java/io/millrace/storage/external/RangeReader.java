package io.millrace.storage.external;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.connector.ExternalLog;
import io.millrace.common.connector.RecordFeed;
import io.millrace.common.connector.SourceRecord;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;

/** Asks another system for a range of records that ended before. */
final class RangeReader extends DecodedReader {
    /** After so long without anything new the system is taken to be away. */
    private static final long SILENCE_MILLIS_MAX = 10_000;
    private static final long POLL_MILLIS = 500;

    private final CatalogObject.Stream stream;
    private final ExternalLog log;
    private final Clock clock;
    private final int partition;
    private final long to;
    private final RecordDecoder decoder;
    private RecordFeed feed;
    private long position;

    RangeReader(CatalogObject.Stream stream, ExternalLog log, Clock clock, int partition, long from, long to, int batchRows,
            BufferAllocator allocator) {
        super(stream, batchRows, allocator);
        this.stream = stream;
        this.log = log;
        this.clock = clock;
        this.partition = partition;
        this.position = from;
        this.to = to;
        this.decoder = new RecordDecoder(stream, clock, allocator);
    }

    @Override
    boolean more() {
        if (position >= to) {
            return false;
        }
        if (feed == null) {
            feed = log.open(Map.of(partition, position));
        }
        long start = clock.monotonicNanos();
        while (true) {
            RecordFeed.Polled polled = feed.poll(POLL_MILLIS);
            long reached = polled.positions().getOrDefault(partition, position);
            List<SourceRecord> records = polled.records().stream().filter(record -> record.offset() < to).toList();
            if (!records.isEmpty() || reached > position) {
                position = reached;
                decode(records);
                return true;
            }
            if (TimeUnit.NANOSECONDS.toMillis(clock.monotonicNanos() - start) > SILENCE_MILLIS_MAX) {
                throw new MillraceException(ErrorCode.CONNECTION_FAILURE,
                        "stream \"" + stream.name() + "\", partition " + partition + ": nothing came from offset " + position
                                + " on within "
                                + SILENCE_MILLIS_MAX / 1000 + " s, rows up to " + to + " were there");
            }
        }
    }

    private void decode(List<SourceRecord> records) {
        decoder.decode(records, new RecordDecoder.Target() {
            @Override
            public void rows(LogBatch rows) {
                add(new Decoded.Rows(rows));
            }

            @Override
            public void malformed(MalformedRecord record) {
                add(new Decoded.Malformed(record));
            }
        });
    }

    @Override
    public void close() {
        super.close();
        decoder.close();
        if (feed != null) {
            feed.close();
        }
    }
}
