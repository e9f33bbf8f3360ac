package io.millrace.frontend.stream;

import io.millrace.cluster.node.MillraceNode;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.ingest.LineInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects to a server of lines, as {@code nc -lk 9999} is one, and appends each line to its stream. Connects again after a while whenever the
 * connection cannot be made or ends. Lines that are there at once are appended at once. A socket cannot be asked again, so what was sent while no
 * server ran is lost.
 */
final class TcpLineSource implements StreamInput {
    private static final Logger LOG = LoggerFactory.getLogger(TcpLineSource.class);
    private static final int CONNECT_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 1_000;
    private static final int LINES_MAX = 4_096;

    private final MillraceNode node;
    private final CatalogObject.Stream stream;
    private final TcpLineOptions options;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Socket socket;

    TcpLineSource(MillraceNode node, CatalogObject.Stream stream) {
        this.node = node;
        this.stream = stream;
        this.options = TcpLineOptions.of(stream);
        Thread.ofPlatform().name("millrace-lines-" + stream.name()).daemon().start(this::run);
    }

    private void run() {
        boolean told = false;
        try {
            while (closed.getCount() > 0) {
                try (Socket connection = new Socket()) {
                    socket = connection;
                    connection.connect(new InetSocketAddress(options.host(), options.port()), CONNECT_MILLIS);
                    LOG.info("stream {} reads lines from {}:{}", stream.name(), options.host(), options.port());
                    told = false;
                    read(connection.getInputStream());
                } catch (IOException | MillraceException | CompletionException e) {
                    if (!told && closed.getCount() > 0) {
                        LOG.warn("stream {}: no lines from {}:{} ({}); tried again every second",
                                stream.name(), options.host(), options.port(), e.getMessage());
                    }
                    told = true;
                }
                if (closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(InputStream in) throws IOException {
        LineInput lines = new LineInput(in);
        List<byte[]> waiting = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            waiting.add(line);
            if (waiting.size() == LINES_MAX || !lines.hasMore()) {
                append(waiting);
                waiting.clear();
            }
        }
        if (!waiting.isEmpty()) {
            append(waiting);
        }
    }

    /** Returns once the lines are on disk: a source that is faster than the log waits. */
    private void append(List<byte[]> lines) {
        Instant arrival = Instant.EPOCH.plus(node.clock().epochMicros(), ChronoUnit.MICROS);
        List<ColumnBuilder> columns = new ArrayList<>();
        try {
            stream.schema().fields().forEach(f -> columns.add(new ColumnBuilder(node.allocator(), f.type(), lines.size())));
            for (byte[] line : lines) {
                for (int c = 0; c < columns.size(); c++) {
                    append(columns.get(c), c, line, arrival);
                }
            }
            Batch batch = Batch.of(columns.stream().map(ColumnBuilder::build).toList(), lines.size());
            node.streams().append(stream, batch).join();
        } finally {
            columns.forEach(ColumnBuilder::close);
        }
    }

    private void append(ColumnBuilder column, int index, byte[] line, Instant arrival) {
        if (index == options.lineColumn()) {
            int length = !options.keepCarriageReturn() && line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
            if (isUtf8(line, length)) {
                column.appendBytes(line, 0, length);
            } else {
                column.appendString(new String(line, 0, length, StandardCharsets.UTF_8));
            }
        } else if (index == options.timeColumn()) {
            Values.append(column, column.type().kind() == SqlType.Kind.TIMESTAMP_TZ
                    ? arrival : LocalDateTime.ofInstant(arrival, ZoneOffset.UTC));
        } else {
            column.appendNull();
        }
    }

    /** What is not UTF-8 must not get into a text column; its bad bytes become replacement characters. */
    private static boolean isUtf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Socket connection = socket;
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                LOG.debug("closing the connection of stream {}", stream.name(), e);
            }
        }
    }
}
