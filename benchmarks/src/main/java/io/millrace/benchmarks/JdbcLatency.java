package io.millrace.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How long small queries take, as their callers see it: sorted microseconds. */
final class JdbcLatency {
    private final JdbcPeer peer;
    private final int connections;
    private final int timesEach;

    JdbcLatency(JdbcPeer peer, int connections, int timesEach) {
        this.peer = peer;
        this.connections = connections;
        this.timesEach = timesEach;
    }

    /** Runs on a connection, {@link #timesEach} times, and says how long each took. */
    private interface Work {
        double[] micros(Connection connection, int times) throws SQLException;
    }

    double[] select1() throws Exception {
        return measure((connection, times) -> {
            double[] micros = new double[times];
            try (Statement statement = connection.createStatement()) {
                for (int i = 0; i < times; i++) {
                    long start = System.nanoTime();
                    try (ResultSet rows = statement.executeQuery("SELECT 1")) {
                        rows.next();
                        rows.getInt(1);
                    }
                    micros[i] = (System.nanoTime() - start) / 1e3;
                }
            }
            return micros;
        });
    }

    double[] lookup(int keys) throws Exception {
        return measure((connection, times) -> {
            double[] micros = new double[times];
            try (PreparedStatement statement = connection.prepareStatement("SELECT name FROM bench_points WHERE id = ?")) {
                for (int i = 0; i < times; i++) {
                    long start = System.nanoTime();
                    statement.setInt(1, (int) (i * 7919L % keys));
                    try (ResultSet rows = statement.executeQuery()) {
                        rows.next();
                        rows.getString(1);
                    }
                    micros[i] = (System.nanoTime() - start) / 1e3;
                }
            }
            return micros;
        });
    }

    private double[] measure(Work work) throws Exception {
        List<Connection> open = peer.open(connections);
        ExecutorService executor = Executors.newFixedThreadPool(connections, Thread.ofPlatform().name("client-", 0).factory());
        try {
            run(work, open, executor, Math.max(1, timesEach / 2));
            return run(work, open, executor, timesEach);
        } finally {
            executor.shutdown();
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private static double[] run(Work work, List<Connection> open, ExecutorService executor, int times)
            throws InterruptedException, ExecutionException {
        List<Future<double[]>> all = new ArrayList<>();
        open.forEach(connection -> all.add(executor.submit(() -> work.micros(connection, times))));
        double[] micros = new double[times * open.size()];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i).get(), 0, micros, i * times, times);
        }
        Arrays.sort(micros);
        return micros;
    }
}
