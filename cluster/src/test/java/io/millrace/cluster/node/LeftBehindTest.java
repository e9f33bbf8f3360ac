package io.millrace.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.disk.LocalDisk;
import io.millrace.storage.log.LogOptions;
import io.millrace.storage.log.LogStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs after creations and drops that were cut short between storage and the catalog. */
final class LeftBehindTest {
    private static final Schema SCHEMA = Schema.of(Field.of("n", SqlType.BIGINT));
    private static final CatalogObject.Table TABLE = new CatalogObject.Table(
            "table", new ObjectName("public", "t"), SCHEMA, List.of(), List.of(), Map.of(), Optional.empty(), Map.of());

    @TempDir
    private Path directory;

    private MillraceNode start() {
        NodeOptions options = new NodeOptions(directory, "127.0.0.1", 0, 1L << 30, 1L << 29, 2);
        return MillraceNode.start(options, new SystemClock(), new SplittableRandom(5), started -> view -> {
            throw new IllegalStateException("the view is in the catalog alone");
        });
    }

    private static CatalogObject.Stream stream(String id) {
        return new CatalogObject.Stream(
                id, new ObjectName("public", id), SCHEMA, List.of(), Optional.empty(), 2, Map.of(), Map.of());
    }

    private static void append(MillraceNode node, CatalogObject.Stream stream) {
        try (BatchBuilder builder = new BatchBuilder(node.allocator(), SCHEMA, 1)) {
            builder.row(1L);
            node.streams().append(stream, builder.build()).join();
        }
    }

    private List<String> logs() throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("logs"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Of views that were dropped, and a row whose log goes while the journal still holds it. */
    private void leaveProgress() {
        try (BufferAllocator allocator = new RootAllocator();
                LogStore logs = LogStore.open(
                        new LocalDisk(), directory.resolve("logs"), LogOptions.DEFAULT, new SystemClock(), new SplittableRandom(9),
                        allocator)) {
            logs.create("side-late-gone", 1);
            logs.create("side-errors-view", 1);
            logs.consumers().register("view-gone", "kept", List.of(0L, 0L));
        }
    }

    @Test
    void logsWithoutAnObjectGoAtStart() throws Exception {
        CatalogObject.MaterializedView view = new CatalogObject.MaterializedView(
                "view", new ObjectName("public", "v"), SCHEMA, "", "public", new CatalogObject.Freshness.Continuous(),
                new CatalogObject.Emit.Changes(), List.of(), false, Map.of());
        try (MillraceNode node = start()) {
            for (String id : List.of("kept", "dropped")) {
                node.streams().create(stream(id));
                node.metadata().apply(new MetadataChange.CreateObject(stream(id)));
                append(node, stream(id));
            }
            node.tables().create(TABLE);
            node.metadata().apply(new MetadataChange.CreateObject(TABLE));
            node.metadata().apply(new MetadataChange.CreateObject(view));
            // The log came first; the catalog never heard of it.
            node.streams().create(stream("created"));
            append(node, stream("created"));
            // The catalog came first; the log is still there.
            node.metadata().apply(new MetadataChange.DropObject(stream("dropped").name(), "dropped"));
        }
        leaveProgress();
        assertEquals(
                List.of(".journal", "_ticks", "created", "dropped", "kept", "side-errors-view", "side-late-gone", "table"), logs());
        for (int starts = 0; starts < 2; starts++) {
            try (MillraceNode node = start()) {
                assertEquals(List.of(".journal", "_ticks", "kept", "side-errors-view", "table"), logs());
                assertEquals(1 + starts, node.streams().log("kept").endOffsets().stream().mapToLong(Long::longValue).sum());
                append(node, stream("kept"));
            }
        }
        assertEquals(false, Files.readString(directory.resolve("logs/.journal/CONSUMERS")).contains("view-gone"));
    }
}
