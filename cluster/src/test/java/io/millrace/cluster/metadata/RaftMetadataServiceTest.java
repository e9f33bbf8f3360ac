package io.millrace.cluster.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaftMetadataServiceTest {
    @TempDir
    Path directory;

    private RaftMetadataService start() {
        return RaftMetadataService.start(new RaftMetadataService.Options("node1", directory, "127.0.0.1", freePort()));
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CatalogObject view(String id, String name, String... dependencies) {
        return new CatalogObject.View(
                id, new ObjectName("public", name), Schema.of(Field.of("a", SqlType.INTEGER)), "SELECT 1", "public", List.of(dependencies));
    }

    @Test
    void changesSurviveARestartUnderAnotherPort() {
        try (RaftMetadataService service = start()) {
            service.apply(new MetadataChange.CreateSchema("ods"));
            service.apply(new MetadataChange.CreateObject(view("v1", "订单")));
            assertEquals(List.of("public", "ods"), service.state().schemas());
        }
        try (RaftMetadataService service = start()) {
            assertEquals(List.of("public", "ods"), service.state().schemas());
            assertTrue(service.state().find(new ObjectName("public", "订单")).isPresent());
            service.apply(new MetadataChange.PutSetting("x", Optional.of("1")));
        }
        try (RaftMetadataService service = start()) {
            assertEquals("1", service.state().settings().get("x"));
            assertEquals(3, service.state().version());
        }
    }

    @Test
    void refusedChangesChangeNothing() {
        try (RaftMetadataService service = start()) {
            service.apply(new MetadataChange.CreateObject(view("v1", "a")));
            service.apply(new MetadataChange.CreateObject(view("v2", "b", "v1")));
            MillraceException duplicate =
                    assertThrows(MillraceException.class, () -> service.apply(new MetadataChange.CreateObject(view("v3", "a"))));
            assertEquals(ErrorCode.DUPLICATE_TABLE, duplicate.code());
            assertEquals("view \"public.a\" already exists", duplicate.getMessage());
            MillraceException dependent = assertThrows(
                    MillraceException.class, () -> service.apply(new MetadataChange.DropObject(new ObjectName("public", "a"), "v1")));
            assertEquals(ErrorCode.DEPENDENT_OBJECTS, dependent.code());
            assertEquals(2, service.state().version());
        }
    }

    /** The newest log segment's file. */
    private Path log() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("log_inprogress_")
                            || file.getFileName().toString().matches("log_\\d+-\\d+"))
                    .max(Comparator.comparing((Path file) -> file.toFile().lastModified()).thenComparing(Path::toString)).orElseThrow();
        }
    }

    private void commit(int views) {
        try (RaftMetadataService service = start()) {
            int before = service.state().objects().size();
            for (int i = before; i < before + views; i++) {
                service.apply(new MetadataChange.CreateObject(view("v" + i, "name" + i)));
            }
        }
    }

    @Test
    void aTornTailIsCut() throws IOException {
        commit(20);
        Path log = log();
        byte[] whole = Files.readAllBytes(log);
        // A write that a crash has cut short: garbage behind the last entry
        byte[] torn = java.util.Arrays.copyOf(whole, whole.length + 37);
        java.util.Arrays.fill(torn, whole.length, torn.length, (byte) 0x5A);
        Files.write(log, torn);
        try (RaftMetadataService service = start()) {
            assertEquals(20, service.state().objects().size());
        }
        commit(1);
        try (RaftMetadataService service = start()) {
            assertEquals(21, service.state().objects().size());
        }
    }

    @Test
    void aLogDamagedBeforeItsEndRefusesToStart() throws IOException {
        commit(20);
        Path log = log();
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 3] ^= 0x40;
        Files.write(log, bytes);
        MillraceException e = assertThrows(MillraceException.class, this::start);
        assertEquals(ErrorCode.METADATA_CORRUPT, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains("restore the data directory's metadata folder from a backup"), e.getMessage());
    }

    @Test
    void snapshotsBoundTheLog() throws IOException {
        String filling = "x".repeat(20_000);
        try (RaftMetadataService service = RaftMetadataService.start(
                new RaftMetadataService.Options("node1", directory, "127.0.0.1", freePort(), 1_100))) {
            for (int i = 0; i < 1_200; i++) {
                service.apply(new MetadataChange.PutSetting("s", Optional.of(filling + i)));
            }
            // Of 24 MB in segments of 8 MB the first are gone while the service runs.
            assertFalse(snapshots().isEmpty());
            assertEquals(List.of(), segments("log_0-\\d+"));
            assertTrue(segments("log_(\\d+-\\d+|inprogress_\\d+)").size() <= 2);
        }
        try (RaftMetadataService service = start()) {
            assertTrue(service.state().settings().get("s").endsWith("x1199"));
            assertEquals(1_200, service.state().version());
        }
    }

    private List<Path> segments(String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
        }
    }

    @Test
    void aSnapshotThatACrashCutShortIsPassedOver() throws IOException {
        commit(5); // closing takes one
        Files.write(snapshots().get(0).resolveSibling(".snapshot.9_999.tmp"), new byte[] {1, 2, 3});
        try (RaftMetadataService service = start()) {
            assertEquals(5, service.state().objects().size());
        }
        for (Path snapshot : snapshots()) {
            byte[] bytes = Files.readAllBytes(snapshot);
            bytes[bytes.length / 2] ^= 1;
            Files.write(snapshot, bytes);
        }
        MillraceException e = assertThrows(MillraceException.class, this::start);
        assertEquals(ErrorCode.METADATA_CORRUPT, e.code());
        assertTrue(e.getMessage().contains("restore the data directory's metadata folder from a backup"), e.getMessage());
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("snapshot\\.\\d+_\\d+")).toList();
        }
    }

    @Test
    void aTakenPortIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            MillraceException e = assertThrows(
                    MillraceException.class,
                    () -> RaftMetadataService
                            .start(new RaftMetadataService.Options("node1", directory, "127.0.0.1", taken.getLocalPort())));
            assertEquals(ErrorCode.PORT_IN_USE, e.code());
        }
    }
}
