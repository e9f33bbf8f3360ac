package io.millrace.benchmarks.flink;

import java.util.Arrays;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Runs one streaming query on Flink's MiniCluster and prints {@code events/s per core}: the median of the runs after the first.
 *
 * <p>Arguments: query (pass | tumble), events, keys, slots, runs.
 */
public final class FlinkPeer {
    private FlinkPeer() {}

    public static void main(String[] arguments) throws Exception {
        String query = arguments[0];
        long events = Long.parseLong(arguments[1]);
        long keys = Long.parseLong(arguments[2]);
        int slots = Integer.parseInt(arguments[3]);
        int runs = Integer.parseInt(arguments[4]);
        double[] rates = new double[runs];
        for (int run = 0; run < runs; run++) {
            long millis = run(query, events, keys, slots);
            rates[run] = events * 1000.0 / millis / slots;
            System.out.printf("run %d: %d ms%n", run, millis);
        }
        double[] warm = Arrays.copyOfRange(rates, Math.min(1, runs - 1), runs);
        Arrays.sort(warm);
        System.out.printf("result %s %.0f%n", query, warm[warm.length / 2]);
        System.exit(0);
    }

    private static long run(String query, long events, long keys, int slots) throws Exception {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.object-reuse", "true");
        configuration.setString("execution.checkpointing.interval", "5 s");
        configuration.setString("execution.checkpointing.checkpoints-after-tasks-finish", "false");
        configuration.setString("state.backend.type", "hashmap");
        configuration.setString("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        configuration.setString("taskmanager.memory.network.max", "256 mb");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(slots, configuration);
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(environment, EnvironmentSettings.newInstance().inStreamingMode().build());
        tables.executeSql("CREATE TABLE events (k BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND) WITH "
                + "('connector' = 'bench-events', 'events' = '" + events + "', 'keys' = '" + keys + "')");
        String insert;
        if (query.equals("pass")) {
            tables.executeSql("CREATE TABLE output_rows (k BIGINT, ts TIMESTAMP(3)) WITH ('connector' = 'blackhole')");
            insert = "INSERT INTO output_rows SELECT k, ts FROM events";
        } else {
            tables.executeSql("CREATE TABLE output_rows (s TIMESTAMP(3), k BIGINT, n BIGINT) WITH ('connector' = 'blackhole')");
            insert = "INSERT INTO output_rows SELECT window_start, k, COUNT(*) FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND)) "
                    + "GROUP BY window_start, window_end, k";
        }
        long start = System.nanoTime();
        tables.executeSql(insert).await();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
