package io.millrace.cluster.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, and what comes over. */
class ClusterTransportTest {
    private static final String HOST = "127.0.0.1";

    @TempDir
    Path directory;

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private ClusterTransport server;
    private int port;

    /** Answers each frame with what it held. */
    private final class Echo implements FrameHandler {
        private final Connection connection;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void frame(FrameType type, ByteBuf payload) {
            received.add(payload.toString(StandardCharsets.UTF_8));
            connection.send(connection.frame(type, payload.readableBytes()).writeBytes(payload));
        }

        @Override
        public void closed() {}
    }

    private final class Reader implements FrameHandler {
        @Override
        public void frame(FrameType type, ByteBuf payload) {
            answers.add(type + " " + payload.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void closed() {
            answers.add("closed");
        }
    }

    @BeforeEach
    void start() {
        server = new ClusterTransport(ClusterSecret.of(directory, random), random);
        port = server.listen(HOST, 0, Echo::new);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void send(Connection connection, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        connection.send(connection.frame(FrameType.DATA, bytes.length).writeBytes(bytes));
    }

    @Test
    void framesKeepTheirOrderBothWays() throws InterruptedException {
        try (ClusterTransport client = new ClusterTransport(ClusterSecret.read(directory.resolve(ClusterSecret.FILE)), random)) {
            Connection connection = client.connect(HOST, port, c -> new Reader());
            String large = "苹果".repeat(200_000);
            send(connection, "a");
            send(connection, large);
            send(connection, "");
            assertEquals("DATA a", answers.poll(10, TimeUnit.SECONDS));
            assertEquals("DATA " + large, answers.poll(10, TimeUnit.SECONDS));
            assertEquals("DATA ", answers.poll(10, TimeUnit.SECONDS));
            connection.close();
            assertEquals("closed", answers.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void whoDoesNotKnowTheSecretIsRefused() throws IOException {
        Path other = Files.createDirectory(directory.resolve("other"));
        try (ClusterTransport client = new ClusterTransport(ClusterSecret.of(other, random), random)) {
            MillraceException error = assertThrows(MillraceException.class, () -> client.connect(HOST, port, c -> new Reader()));
            assertEquals(ErrorCode.WORKER_LOST, error.code());
        }
        assertTrue(received.isEmpty());
    }

    @Test
    void strangersAreCutOffBeforeAnythingIsRead() throws IOException {
        for (String hello : List.of("GET / HTTP/1.1\r\n\r\n", "\u0000\u0000\u0000\u0010abcdefghabcdefgh", "\u0000\u0000\u0000\u0000")) {
            try (Socket socket = new Socket(HOST, port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(hello.getBytes(StandardCharsets.ISO_8859_1));
                InputStream in = socket.getInputStream();
                assertEquals(-1, in.read(), hello);
            }
        }
        assertTrue(received.isEmpty());
    }

    @Test
    void theSecretIsReadableByItsOwnerAlone() throws IOException {
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve(ClusterSecret.FILE))));
    }
}
