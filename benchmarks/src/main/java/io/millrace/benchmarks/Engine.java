package io.millrace.benchmarks;

import io.millrace.cluster.node.NodeOptions;
import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.SystemClock;
import io.millrace.frontend.execution.StatementResult;
import io.millrace.frontend.http.HttpOptions;
import io.millrace.frontend.server.MillraceServer;
import io.millrace.frontend.server.ServerOptions;
import io.millrace.frontend.session.Session;
import io.millrace.frontend.session.Settings;
import io.millrace.planner.PlannerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Millrace in this process, on a data directory that goes away with it. */
final class Engine implements AutoCloseable {
    private static final long MEMORY_BYTES = 8L << 30;

    private final Path data;
    private final MillraceServer server;
    private final Session session = Session.initial();

    Engine(int threads) {
        try {
            data = Files.createTempDirectory("millrace-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = MillraceServer.start(
                new ServerOptions(new NodeOptions(data, "127.0.0.1", 0, MEMORY_BYTES, MEMORY_BYTES / 2, threads),
                        HttpOptions.on("127.0.0.1", 0)),
                new SystemClock(), new Random(1), "bench");
        // Every run plans its query: planning is part of what is measured.
        session.set(Settings.PLAN_CACHE, "off");
    }

    MillraceServer server() {
        return server;
    }

    /** Runs a statement to its end; how many rows came. */
    long run(String sql) {
        long rows = 0;
        try (StatementResult result = server.engine().runOne(sql, session)) {
            if (result instanceof StatementResult.Rows answer) {
                for (Batch batch = answer.rows().next(); batch != null; batch = answer.rows().next()) {
                    rows += batch.rows();
                    batch.close();
                }
            }
        }
        return rows;
    }

    /** All rows of a query, as Java values. */
    List<List<Object>> rows(String sql) {
        List<List<Object>> rows = new ArrayList<>();
        try (StatementResult result = server.engine().runOne(sql, session)) {
            if (result instanceof StatementResult.Rows answer) {
                for (Batch batch = answer.rows().next(); batch != null; batch = answer.rows().next()) {
                    try (Batch owned = batch) {
                        rows.addAll(Values.readRows(owned));
                    }
                }
            }
        }
        return rows;
    }

    /** Parses and plans a query without running it. */
    void plan(String sql) {
        server.engine().planOne(sql, session);
    }

    /** A query's plan as a view runs it. */
    PlanNode continuousPlan(String sql) {
        return server.engine().planOne(sql, session, PlannerRequest.Mode.CONTINUOUS).plan();
    }

    /** Appends to a stream; takes the batch over. Durable when this returns. */
    void append(String stream, Batch batch) {
        CatalogObject.Stream target =
                (CatalogObject.Stream) server.engine().node().metadata().state().find(new ObjectName("public", stream)).orElseThrow();
        server.engine().node().streams().append(target, batch).join();
    }

    @Override
    public void close() {
        server.close();
        try (Stream<Path> all = Files.walk(data)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
