package io.millrace.cluster.metadata;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.MD5FileUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metadata as a state machine on Raft's log. An entry is an encoded {@link MetadataChange}; one that does not fit is refused the same way on
 * every node and changes nothing. Replies are encoded {@link Outcome}s. A snapshot is one file.
 */
final class MetadataStateMachine extends BaseStateMachine {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataStateMachine.class);

    /** What became of a change: the version it made, or the error code and message that refused it. */
    record Outcome(long version, ErrorCode error, String message, String hint) {
        Message toMessage() {
            return Message.valueOf(ByteString.copyFrom(RecordCodec.encode(this, Outcome.class)));
        }

        static Outcome of(Message message) {
            return RecordCodec.decode(message.getContent().toByteArray(), Outcome.class);
        }
    }

    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final List<Consumer<MetadataState>> listeners = new CopyOnWriteArrayList<>();
    private volatile MetadataState state = MetadataState.EMPTY;

    MetadataState state() {
        return state;
    }

    void onChange(Consumer<MetadataState> listener) {
        listeners.add(listener);
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage) throws IOException {
        super.initialize(server, groupId, raftStorage);
        storage.init(raftStorage);
        reinitialize();
    }

    @Override
    public void reinitialize() throws IOException {
        SingleFileSnapshotInfo snapshot = storage.loadLatestSnapshot();
        if (snapshot == null) {
            return;
        }
        FileInfo file = snapshot.getFile();
        if (file.getFileDigest() != null && !MD5FileUtil.computeMd5ForFile(file.getPath().toFile()).equals(file.getFileDigest())) {
            throw new MillraceException(
                    ErrorCode.METADATA_CORRUPT,
                    "the metadata snapshot " + file.getPath()
                            + " does not match its checksum; restore the data directory's metadata folder from a backup");
        }
        try {
            state = MetadataState.of(RecordCodec.decode(Files.readAllBytes(file.getPath()), MetadataState.Snapshot.class));
        } catch (IllegalArgumentException e) {
            throw new MillraceException(
                    ErrorCode.METADATA_CORRUPT,
                    "the metadata snapshot " + file.getPath()
                            + " cannot be read; restore the data directory's metadata folder from a backup",
                    e);
        }
        setLastAppliedTermIndex(snapshot.getTermIndex());
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        TermIndex applied = TermIndex.valueOf(transaction.getLogEntry());
        Outcome outcome = outcome(transaction.getLogEntry().getStateMachineLogEntry().getLogData().toByteArray());
        updateLastAppliedTermIndex(applied);
        return CompletableFuture.completedFuture(outcome.toMessage());
    }

    private Outcome outcome(byte[] entry) {
        try {
            MetadataState next = state.apply(RecordCodec.decode(entry, MetadataChange.class));
            state = next;
            notifyListeners(next);
            return new Outcome(next.version(), null, null, null);
        } catch (MillraceException e) {
            return new Outcome(state.version(), e.code(), e.getMessage(), e.hint().orElse(null));
        } catch (IllegalArgumentException e) {
            return new Outcome(state.version(), ErrorCode.INTERNAL_ERROR, "a metadata entry cannot be read: " + e.getMessage(), null);
        }
    }

    private void notifyListeners(MetadataState next) {
        for (Consumer<MetadataState> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                LOG.error("a metadata listener failed at version {}", next.version(), e);
            }
        }
    }

    @Override
    public long takeSnapshot() throws IOException {
        TermIndex applied = getLastAppliedTermIndex();
        MetadataState written = state;
        File file = storage.getSnapshotFile(applied.getTerm(), applied.getIndex());
        if (file.exists()) {
            return applied.getIndex(); // Nothing has been applied since
        }
        byte[] content = RecordCodec.encode(written.toSnapshot(), MetadataState.Snapshot.class);
        // The checksum is there before the snapshot has its name: whoever finds a snapshot can tell whether it is whole
        Path temporary = file.toPath().resolveSibling("." + file.getName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        MD5Hash digest = MD5FileUtil.computeMd5ForFile(temporary.toFile());
        MD5FileUtil.saveMD5File(file, digest);
        Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(file.toPath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        storage.updateLatestSnapshot(new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), applied));
        return applied.getIndex();
    }

    @Override
    public SimpleStateMachineStorage getStateMachineStorage() {
        return storage;
    }
}
