package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.testkit.nexmark.NexmarkEvent;
import io.millrace.testkit.nexmark.NexmarkGenerator;
import io.millrace.testkit.nexmark.NexmarkOptions;
import io.millrace.testkit.nexmark.NexmarkStreams;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Nexmark's events, made once: as batches in memory for us, and as a file that the peer reads into its memory before the clock starts. */
final class NexmarkEvents implements AutoCloseable {
    /** Events that come together, as under load. */
    static final int CHUNK_EVENTS = 131_072;

    /** By chunk, then by stream; null where a chunk has no rows of it. */
    private final List<List<Batch>> chunks = new ArrayList<>();

    /** @param file where the same events are written to; null: nowhere */
    NexmarkEvents(BufferAllocator allocator, long events, long seed, long eventsPerSecond, Path file) throws IOException {
        NexmarkGenerator generator = new NexmarkGenerator(NexmarkOptions.of(seed).withEventsPerSecond(eventsPerSecond));
        try (NexmarkStreams.Batches batches = new NexmarkStreams.Batches(allocator, CHUNK_EVENTS);
                DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(file == null ? java.io.OutputStream.nullOutputStream() : Files.newOutputStream(file),
                                1 << 16))) {
            for (long i = 0; i < events; i++) {
                NexmarkEvent event = generator.event(i);
                batches.add(event);
                write(out, event);
                if ((i + 1) % CHUNK_EVENTS == 0 || i + 1 == events) {
                    List<Batch> chunk = new ArrayList<>();
                    for (int stream = 0; stream < NexmarkStreams.NAMES.size(); stream++) {
                        chunk.add(batches.take(stream));
                    }
                    chunks.add(chunk);
                }
            }
            out.writeByte(-1);
        }
    }

    private static void write(DataOutputStream out, NexmarkEvent event) throws IOException {
        switch (event) {
            case NexmarkEvent.Person p -> write(out, 0, p.id(), p.name(), p.emailAddress(), p.creditCard(), p.city(), p.state(),
                    p.timeMillis(), p.extra());
            case NexmarkEvent.Auction a -> write(out, 1, a.id(), a.itemName(), a.description(), a.initialBid(), a.reserve(), a.timeMillis(),
                    a.expiresMillis(), a.seller(), a.category(), a.extra());
            case NexmarkEvent.Bid b -> write(out, 2, b.auction(), b.bidder(), b.price(), b.channel(), b.url(), b.timeMillis(), b.extra());
        }
    }

    private static void write(DataOutputStream out, int stream, Object... values) throws IOException {
        out.writeByte(stream);
        for (Object value : values) {
            if (value instanceof Long number) {
                out.writeLong(number);
            } else {
                out.writeUTF((String) value);
            }
        }
    }

    List<List<Batch>> chunks() {
        return chunks;
    }

    @Override
    public void close() {
        chunks.forEach(chunk -> chunk.forEach(Batch::close));
    }
}
