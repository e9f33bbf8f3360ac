package io.millrace.frontend.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.testkit.nexmark.NexmarkGenerator;
import io.millrace.testkit.nexmark.NexmarkOptions;
import io.millrace.testkit.nexmark.NexmarkQueries;
import io.millrace.testkit.nexmark.NexmarkStreams;
import java.nio.file.Path;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nexmark's queries 0 to 22 as views over streams: what each holds is what it answers in batch over the same events, at random moments, over a restart and
 * at the end. {@code -Dmillrace.nexmark.events=N} takes more events, {@code -Dmillrace.seed=N} others.
 */
class NexmarkViewTest {
    private static final long EVENTS = Long.getLong("millrace.nexmark.events", 5_000);
    private static final long SEED = Long.getLong("millrace.seed", 5);
    private static final int CHECKS = 3;

    @TempDir
    Path directory;

    @Test
    void everyQueryIsItsBatchAnswer() {
        // Some windows in so few events; and some disorder, less than the watermark's delay.
        NexmarkGenerator generator =
                new NexmarkGenerator(NexmarkOptions.of(SEED).withEventsPerSecond(EVENTS / 60).withOutOfOrderGroup(100));
        Random random = new Random(SEED);
        try (HeldViews views = new HeldViews(directory.resolve("data"));
                BufferAllocator allocator = new RootAllocator();
                NexmarkStreams.Batches batches = new NexmarkStreams.Batches(allocator, 1000)) {
            NexmarkStreams.definitions().forEach(views::run);
            NexmarkQueries.all().forEach((number, text) -> views.hold("q" + number, text, ""));
            long at = 0;
            for (int check = 0; check < CHECKS; check++) {
                long to = check == CHECKS - 1 ? EVENTS : at + 1 + random.nextLong((EVENTS - at) / 2);
                while (at < to) {
                    long step = Math.min(to, at + 1 + random.nextInt(2000));
                    for (; at < step; at++) {
                        batches.add(generator.event(at));
                    }
                    append(views, batches);
                }
                views.compare("after " + at + " events");
                if (check == 1) {
                    views.restart();
                    views.compare("after the restart at " + at);
                }
            }
            views.verify("at the end");
            views.assertHeld("");
            // Each query finds something, or nothing would have been compared.
            NexmarkQueries.all().keySet().forEach(number -> assertEquals(
                    1L, ((Number) views.run("SELECT count(*) FROM (SELECT 1 FROM q" + number + " LIMIT 1) AS q").get(0).get(0)).longValue(),
                    "query " + number + " is empty"));
        }
    }

    private static void append(HeldViews views, NexmarkStreams.Batches batches) {
        var node = views.server().server().engine().node();
        for (int stream = 0; stream < NexmarkStreams.NAMES.size(); stream++) {
            if (batches.rows(stream) > 0) {
                CatalogObject.Stream target = (CatalogObject.Stream) node.metadata().state()
                        .find(new ObjectName("public", NexmarkStreams.NAMES.get(stream))).orElseThrow();
                node.streams().append(target, batches.take(stream)).join();
            }
        }
    }
}
