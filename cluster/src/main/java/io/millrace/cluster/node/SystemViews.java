package io.millrace.cluster.node;

import io.millrace.cluster.catalog.SystemTable;
import io.millrace.cluster.coordinator.WorkerInfo;
import io.millrace.cluster.query.QueryInfo;
import io.millrace.cluster.view.CheckpointInfo;
import io.millrace.cluster.view.SavepointInfo;
import io.millrace.cluster.view.ViewService;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.table.TableSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** The tables of schema {@code sys}: what the node is doing. */
final class SystemViews {
    private static final String SCHEMA = "sys";

    private SystemViews() {}

    static List<SystemTable> tables(MillraceNode node) {
        return List.of(
                table(
                        "queries",
                        () -> queries(node),
                        text("id"),
                        text("state"),
                        text("sql"),
                        text("user_name"),
                        Field.of("started", SqlType.TIMESTAMP_TZ),
                        number("elapsed_micros"),
                        Field.of("progress", SqlType.DOUBLE),
                        number("rows_read"),
                        number("bytes_read"),
                        number("rows_out"),
                        number("memory_bytes"),
                        text("error")),
                table("jobs", () -> JobRows.of(node), JobRows.COLUMNS),
                table(
                        "streams",
                        () -> streams(node),
                        text("table_schema"),
                        text("table_name"),
                        Field.of("partition", SqlType.INTEGER),
                        number("earliest_offset"),
                        number("end_offset"),
                        text("connector"),
                        text("state"),
                        text("error"),
                        number("skipped_records")),
                table(
                        "snapshots",
                        () -> snapshots(node),
                        text("table_schema"),
                        text("table_name"),
                        number("snapshot_id"),
                        number("parent_id"),
                        Field.of("committed", SqlType.TIMESTAMP_TZ),
                        text("operation"),
                        number("head_offset"),
                        number("files"),
                        number("row_count")),
                table("nodes", () -> nodes(node), text("node_id"), text("state"), text("role"), text("address"),
                        Field.of("threads", SqlType.INTEGER), number("memory_bytes"), number("memory_bytes_max"), number("queries")),
                table("settings", () -> settings(node), text("name"), text("value")),
                table("checkpoints", () -> checkpoints(node), text("table_schema"), text("table_name"), number("tick"),
                        number("bytes"), Field.of("written", SqlType.TIMESTAMP_TZ)),
                table("savepoints", () -> savepoints(node), text("savepoint_name"), text("table_schema"), text("table_name"),
                        number("tick"),
                        number("bytes"), Field.of("taken", SqlType.TIMESTAMP_TZ), text("sql")),
                table("lineage", () -> lineage(node), text("table_schema"), text("table_name"), text("source_schema"),
                        text("source_name")));
    }

    private static SystemTable table(String name, Supplier<List<List<Object>>> rows, Field... fields) {
        return new SystemTable(new ObjectName(SCHEMA, name), Schema.of(fields), rows);
    }

    private static Field text(String name) {
        return Field.of(name, SqlType.VARCHAR);
    }

    private static Field number(String name) {
        return Field.of(name, SqlType.BIGINT);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static List<List<Object>> queries(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (QueryInfo query : node.queries().queries()) {
            rows.add(Arrays.asList(
                    query.id(),
                    query.state().name().toLowerCase(Locale.ROOT),
                    query.text(),
                    query.user(),
                    instant(query.startMicros()),
                    query.elapsedMicros(),
                    query.progress().fraction(),
                    query.progress().rowsRead(),
                    query.progress().bytesRead(),
                    query.rowsOut(),
                    query.memoryBytes(),
                    query.error().orElse(null)));
        }
        return rows;
    }

    private static List<List<Object>> streams(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : node.metadata().state().objects()) {
            if (object instanceof CatalogObject.Stream stream) {
                StreamRows.add(stream, node.streams().log(stream.id()), rows);
            }
        }
        return rows;
    }

    private static List<List<Object>> snapshots(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : node.metadata().state().objects()) {
            if (object instanceof CatalogObject.Table table && table.external().isEmpty()) {
                for (TableSnapshot snapshot : node.tables().snapshots(table)) {
                    rows.add(Arrays.asList(
                            table.name().schema(),
                            table.name().name(),
                            snapshot.id(),
                            snapshot.parentId().orElse(null),
                            instant(snapshot.committedMicros()),
                            snapshot.operation(),
                            snapshot.headOffset(),
                            (long) snapshot.files(),
                            snapshot.rows() < 0 ? null : snapshot.rows()));
                }
            }
        }
        return rows;
    }

    private static List<List<Object>> nodes(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        long running = node.queries().queries().stream().filter(query -> query.state() == QueryInfo.State.RUNNING).count();
        String address = node.exchangePort().isPresent() ? node.options().host() + ":" + node.exchangePort().getAsInt() : null;
        rows.add(Arrays.asList(node.id(), "ACTIVE", "server", address, node.options().threads(), node.allocator().getAllocatedMemory(),
                node.options().memoryBytesMax(), running));
        for (WorkerInfo worker : node.workers()) {
            rows.add(List.of(worker.nodeId(), "ACTIVE", "worker", worker.address(), worker.threads(), worker.memoryBytes(),
                    worker.memoryBytesMax(), (long) worker.queries()));
        }
        return rows;
    }

    private static List<List<Object>> settings(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        node.metadata().state().settings().forEach((name, value) -> rows.add(List.of(name, value)));
        return rows;
    }

    private static List<List<Object>> checkpoints(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (CheckpointInfo checkpoint : node.views().checkpoints()) {
            // One without a name is of a view that is just being dropped.
            node.metadata().state().byId(checkpoint.viewId()).ifPresent(view -> rows.add(List.of(
                    view.name().schema(), view.name().name(), checkpoint.tick(), checkpoint.bytes(),
                    instant(checkpoint.writtenMicros()))));
        }
        return rows;
    }

    private static List<List<Object>> savepoints(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (SavepointInfo.Stored stored : node.views().savepoints()) {
            SavepointInfo savepoint = stored.info();
            rows.add(List.of(
                    savepoint.name(), savepoint.definition().name().schema(), savepoint.definition().name().name(), savepoint.tick(),
                    stored.bytes(), instant(savepoint.tickMicros()), savepoint.definition().sql()));
        }
        return rows;
    }

    /** Tables that a view writes rather than reads. */
    private static Set<String> sideTables(CatalogObject object) {
        Set<String> ids = new HashSet<>();
        if (object instanceof CatalogObject.MaterializedView view) {
            ids.add(view.options().get(ViewService.LATE_ROWS_OPTION));
            ids.add(view.options().get(ViewService.ERROR_ROWS_OPTION));
        }
        if (object instanceof CatalogObject.Sink sink) {
            ids.add(sink.options().get(ViewService.LATE_ROWS_OPTION));
            ids.add(sink.options().get(ViewService.ERROR_ROWS_OPTION));
        }
        return ids;
    }

    private static List<List<Object>> lineage(MillraceNode node) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : node.metadata().state().objects()) {
            Set<String> sinks = sideTables(object);
            for (String source : object.dependencies()) {
                if (sinks.contains(source)) {
                    continue;
                }
                node.metadata().state().byId(source).ifPresent(from -> rows.add(List.of(
                        object.name().schema(), object.name().name(), from.name().schema(), from.name().name())));
            }
        }
        return rows;
    }
}
