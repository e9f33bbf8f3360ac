package io.millrace.cluster.view;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.StateInput;
import io.millrace.storage.checkpoint.CheckpointStore;
import io.millrace.storage.log.ConsumerOffsets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Savepoints in a directory: each is a checkpoint of a view with its definition and how far it had read. The rows after that are kept from retention as long
 * as the savepoint is there.
 */
final class Savepoints {
    private static final String SECTION = "savepoint";
    private static final String CONSUMER = "savepoint-";

    private final CheckpointStore store;
    private final ConsumerOffsets consumers;
    private final StateBackends backends;

    Savepoints(CheckpointStore store, ConsumerOffsets consumers, StateBackends backends) {
        this.store = store;
        this.consumers = consumers;
        this.backends = backends;
    }

    /** Names may be any text; a folder's may not. */
    private static String owner(String name) {
        return "s" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    }

    boolean exists(String name) {
        return !store.numbers(owner(name)).isEmpty();
    }

    /** Called between steps of the view. */
    void create(String name, CatalogObject.MaterializedView definition, ViewRuntime view, Timeline timeline) {
        requireNew(name);
        requireSelfContained(definition, view);
        Map<String, List<Long>> ends = new HashMap<>();
        for (SourceFeed feed : view.leaves().feeds()) {
            ends.put(feed.logId(), timeline.endsAt(feed.logId(), feed.partitions(), view.frontier()));
        }
        SavepointInfo info = new SavepointInfo(name, definition, view.frontier(), view.frontierMicros(), ends);
        ends.forEach((log, from) -> consumers.register(CONSUMER + owner(name), log, from));
        consumers.persist();
        if (view.isStored()) {
            view.copyState(store.newState(owner(name), view.frontier()));
        }
        store.write(owner(name), view.frontier(), out -> {
            try (OutputStream section = out.section(SECTION)) {
                section.write(RecordCodec.encode(info, SavepointInfo.class));
            }
            view.save(out);
        });
    }

    private void requireNew(String name) {
        if (exists(name)) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "savepoint \"" + name + "\" already exists");
        }
    }

    private static void requireSelfContained(CatalogObject.MaterializedView definition, ViewRuntime view) {
        String refusal = null;
        if (!view.isCheckpointed()) {
            refusal = "its tasks on workers keep their state";
        } else if (view.isPostponed()) {
            refusal = "it is not continuous";
        } else if (!view.leaves().views().isEmpty()) {
            refusal = "it reads other views, whose changes since a savepoint are not kept";
        } else if (SideOutputs.asked(definition)) {
            refusal = "it gives rows out into a table";
        }
        if (refusal != null) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "view \"" + definition.name() + "\" takes no savepoint: " + refusal);
        }
    }

    /** @throws MillraceException UNDEFINED_OBJECT */
    SavepointInfo require(String name) {
        List<Long> ticks = store.numbers(owner(name));
        if (ticks.isEmpty()) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "savepoint \"" + name + "\" does not exist");
        }
        SavepointInfo[] info = new SavepointInfo[1];
        store.read(owner(name), ticks.getFirst(), in -> info[0] = read(in));
        return info[0];
    }

    private static SavepointInfo read(StateInput in) throws IOException {
        try (InputStream section = in.section(SECTION)) {
            if (section == null) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE, "the savepoint does not say what it is of");
            }
            return RecordCodec.decode(section.readAllBytes(), SavepointInfo.class);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "the savepoint cannot be read: " + e.getMessage(), e);
        }
    }

    /** A view at the savepoint. */
    ViewRuntime restore(SavepointInfo info, Function<PlanNode, ViewRuntime> maker) {
        ViewRuntime[] view = new ViewRuntime[1];
        Path state = store.state(owner(info.name()), info.tick()).orElse(null);
        try {
            store.read(owner(info.name()), info.tick(), in -> {
                view[0] = maker.apply(ViewPlan.read(in, info.definition().sql()).plan());
                view[0].restore(in, state, folder -> backends.openCopy(view[0].id(), folder));
            });
            return view[0];
        } catch (RuntimeException e) {
            if (view[0] != null) {
                view[0].close();
            }
            throw e;
        }
    }

    void drop(String name) {
        store.drop(owner(name));
        consumers.remove(CONSUMER + owner(name));
        consumers.persist();
    }

    List<SavepointInfo.Stored> list() {
        List<SavepointInfo.Stored> all = new ArrayList<>();
        for (String owner : store.owners()) {
            for (CheckpointStore.Stored stored : store.stored(owner)) {
                store.read(owner, stored.number(),
                        in -> all.add(new SavepointInfo.Stored(read(in), stored.bytes(), stored.writtenMicros())));
            }
        }
        return all;
    }

    /** Under which rows are kept for savepoints. */
    Set<String> consumers() {
        return store.owners().stream().map(owner -> CONSUMER + owner).collect(Collectors.toSet());
    }
}
