package io.millrace.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A driver and the server behind it.
 *
 * @param fetchSize rows that a driver asks for at once; 0 for its own choice
 * @param autoCommit what the driver is told before it reads; PostgreSQL's reads in pieces only without
 */
record JdbcPeer(String name, String url, int fetchSize, boolean autoCommit) {
    Connection open() throws SQLException {
        return DriverManager.getConnection(url);
    }

    JdbcPeer autoCommitting() {
        return new JdbcPeer(name, url, fetchSize, true);
    }

    /** Reads all rows of the ten columns by the getters that fit them. */
    Fetched fetch() throws SQLException {
        try (Connection connection = open()) {
            if (!autoCommit) {
                connection.setAutoCommit(false);
            }
            try (Statement statement = connection.createStatement()) {
                if (fetchSize > 0) {
                    statement.setFetchSize(fetchSize);
                }
                long start = System.nanoTime();
                try (ResultSet rows = statement.executeQuery("SELECT a, b, c, d, e, f, g, h, i, j FROM bench_fetch")) {
                    return read(rows, start);
                }
            }
        }
    }

    private static Fetched read(ResultSet rows, long start) throws SQLException {
        long count = 0;
        long sum = 0;
        while (rows.next()) {
            count++;
            sum += rows.getLong(1);
            sum += rows.getInt(2);
            sum += (long) rows.getDouble(3);
            sum += rows.getBigDecimal(4).intValue();
            sum += rows.getString(5).length();
            sum += rows.getString(6).length();
            sum += rows.getDate(7).getTime();
            sum += rows.getTimestamp(8).getTime();
            sum += rows.getBoolean(9) ? 1 : 0;
            String nullable = rows.getString(10);
            sum += nullable == null ? 0 : nullable.length();
        }
        return new Fetched(count, sum, (System.nanoTime() - start) / 1e9);
    }

    /** What a run read: rows, a sum over all values that must be the same whoever reads, and how long it took. */
    record Fetched(long rows, long sum, double seconds) {
        double rowsPerSecond() {
            return rows / seconds;
        }
    }

    void run(String sql) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    List<Connection> open(int count) throws SQLException {
        List<Connection> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(open());
        }
        return all;
    }
}
