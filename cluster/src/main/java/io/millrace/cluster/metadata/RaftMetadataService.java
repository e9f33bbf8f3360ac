package io.millrace.cluster.metadata;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.Clock;
import io.millrace.common.port.SystemClock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metadata service on Apache Ratis, embedded: this node's member of the metadata group, alone in it by default. */
public final class RaftMetadataService implements MetadataService {
    private static final Logger LOG = LoggerFactory.getLogger(RaftMetadataService.class);
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.nameUUIDFromBytes("millrace-metadata".getBytes(StandardCharsets.UTF_8)));
    /** How long a change may take before the caller is told that its fate is unknown. */
    private static final long COMMIT_TIMEOUT_MILLIS = 30_000;
    private static final long SNAPSHOT_ENTRIES = 10_000;
    private static final int ENTRY_BYTES_MAX = 4 << 20;

    /**
     * Where and as whom the member runs.
     *
     * @param nodeId lasting identity of this node, kept in its data directory
     * @param directory of the Raft log and snapshots
     * @param host address to bind, loopback by default
     * @param port to listen on for other members
     * @param snapshotEntries a snapshot is taken after this many entries (and when the member is closed), and log segments before it are dropped
     */
    public record Options(String nodeId, Path directory, String host, int port, long snapshotEntries) {
        public Options(String nodeId, Path directory, String host, int port) {
            this(nodeId, directory, host, port, SNAPSHOT_ENTRIES);
        }
    }

    private final MetadataStateMachine machine = new MetadataStateMachine();
    private final RaftServer server;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong callIds = new AtomicLong();
    private final Clock clock = new SystemClock();

    static {
        // Ratis ends the process where it cannot go on; whether to do that is the server's decision, not a library's.
        ExitUtils.disableSystemExit();
    }

    private RaftMetadataService(Options options) throws IOException {
        RaftPeer self = RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(options.nodeId()))
                .setAddress(options.host() + ":" + options.port())
                .build();
        boolean formatted = Files.isDirectory(options.directory().resolve(GROUP.getUuid().toString()));
        this.server = RaftServer.newBuilder()
                .setServerId(self.getId())
                .setGroup(RaftGroup.valueOf(GROUP, self))
                .setStateMachine(machine)
                .setProperties(properties(options))
                .setOption(formatted ? RaftStorage.StartupOption.RECOVER : RaftStorage.StartupOption.FORMAT)
                .build();
    }

    /**
     * Starts the member and waits until it has replayed its log and the group has a leader.
     *
     * @throws MillraceException PORT_IN_USE, METADATA_CORRUPT, or IO_ERROR
     */
    public static RaftMetadataService start(Options options) {
        RaftMetadataService service = null;
        try {
            requireFree(options);
            service = new RaftMetadataService(options);
            service.server.start();
            service.awaitLeader();
            return service;
        } catch (IOException | RuntimeException e) {
            if (service != null) {
                service.close();
            }
            throw startFailure(options, e);
        }
    }

    /** Ratis says that a port is taken in pages of stack traces. */
    private static void requireFree(Options options) throws IOException {
        if (options.port() != 0) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(options.host(), options.port()));
            }
        }
    }

    private static MillraceException startFailure(Options options, Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillraceException typed) {
                return typed;
            }
            if (cause instanceof BindException || String.valueOf(cause.getMessage()).contains("Address already in use")) {
                return new MillraceException(
                        ErrorCode.PORT_IN_USE,
                        "port " + options.port() + " on " + options.host() + " is in use; choose another with --raft-port", failure);
            }
            String name = cause.getClass().getSimpleName();
            if (name.contains("Corrupted") || name.contains("ChecksumException")) {
                return new MillraceException(
                        ErrorCode.METADATA_CORRUPT,
                        "the metadata log in " + options.directory() + " is damaged before its end: " + cause.getMessage()
                                + "; restore the data directory's metadata folder from a backup",
                        failure);
            }
        }
        return new MillraceException(
                ErrorCode.IO_ERROR, "the metadata service in " + options.directory() + " could not start: " + failure.getMessage(),
                failure);
    }

    private static RaftProperties properties(Options options) {
        RaftProperties properties = new RaftProperties();
        RaftServerConfigKeys.setStorageDir(properties, List.of(options.directory().toFile()));
        GrpcConfigKeys.Server.setHost(properties, options.host());
        GrpcConfigKeys.Server.setPort(properties, options.port());
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, TimeDuration.valueOf(300, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, TimeDuration.valueOf(600, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, TimeDuration.valueOf(20, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, TimeDuration.valueOf(60, TimeUnit.MILLISECONDS));
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, options.snapshotEntries());
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf("8MB"));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf("256KB"));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf(2L * ENTRY_BYTES_MAX + 4096));
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(ENTRY_BYTES_MAX));
        return properties;
    }

    private void awaitLeader() throws IOException {
        // Reading through the group succeeds only once there is a leader that has applied what was committed before.
        submit(Message.EMPTY, RaftClientRequest.watchRequestType(0, org.apache.ratis.proto.RaftProtos.ReplicationLevel.MAJORITY));
    }

    @Override
    public MetadataState state() {
        return machine.state();
    }

    @Override
    public MetadataState apply(MetadataChange change) {
        byte[] entry = RecordCodec.encode(change, MetadataChange.class);
        if (entry.length > ENTRY_BYTES_MAX) {
            throw new MillraceException(
                    ErrorCode.STATEMENT_TOO_LARGE,
                    "a metadata entry takes " + entry.length + " bytes, at most " + ENTRY_BYTES_MAX + " fit");
        }
        try {
            RaftClientReply reply = submit(Message.valueOf(ByteString.copyFrom(entry)), RaftClientRequest.writeRequestType());
            MetadataStateMachine.Outcome outcome = MetadataStateMachine.Outcome.of(reply.getMessage());
            if (outcome.error() != null) {
                throw new MillraceException(outcome.error(), outcome.message(), null, outcome.hint(), null);
            }
            return machine.state();
        } catch (IOException e) {
            throw new MillraceException(
                    ErrorCode.IO_ERROR,
                    "the metadata service could not commit a change, whether it took effect is unknown: " + e.getMessage(), e);
        }
    }

    private RaftClientReply submit(Message message, RaftClientRequest.Type type) throws IOException {
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(server.getId())
                .setGroupId(GROUP)
                .setCallId(callIds.incrementAndGet())
                .setMessage(message)
                .setType(type)
                .build();
        long deadline = clock.monotonicNanos() + TimeUnit.MILLISECONDS.toNanos(COMMIT_TIMEOUT_MILLIS);
        while (true) {
            RaftClientReply reply = await(request);
            if (reply.isSuccess()) {
                return reply;
            }
            boolean electing = reply.getNotLeaderException() != null || reply.getLeaderNotReadyException() != null;
            if (!electing || clock.monotonicNanos() > deadline) {
                throw new IOException(reply.getException());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private RaftClientReply await(RaftClientRequest request) throws IOException {
        try {
            return server.submitClientRequestAsync(request).get(COMMIT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + COMMIT_TIMEOUT_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void onChange(Consumer<MetadataState> listener) {
        machine.onChange(listener);
    }

    @Override
    public void close() {
        if (server.getLifeCycleState() != LifeCycle.State.NEW) {
            try {
                server.close();
            } catch (IOException e) {
                LOG.warn("the metadata service did not stop cleanly", e);
            }
        }
    }
}
