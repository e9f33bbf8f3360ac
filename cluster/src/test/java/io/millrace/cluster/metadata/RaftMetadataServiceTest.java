package io.millrace.cluster.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            service.snapshot();
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
