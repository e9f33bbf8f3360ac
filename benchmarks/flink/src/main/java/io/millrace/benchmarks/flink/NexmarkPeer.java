package io.millrace.benchmarks.flink;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableDescriptor;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;
import org.apache.flink.util.CloseableIterator;

/**
 * Runs Nexmark's queries on Flink's MiniCluster with one slot, over events that are read into memory first.
 *
 * <p>Arguments: {@code measure} or {@code rows}, the file of events, runs, the state backend, and the queries, {@code number=text} a line. Measuring prints
 * {@code ran <query> <nanoseconds by the clock> <nanoseconds of processor time>} a run, from the first event on; rows are printed as the changes add up.
 */
public final class NexmarkPeer {
    /** Its winning bids follow one another without being taken back: the last of an auction counts. */
    private static final int CHANGED_BY_KEY = 9;

    private NexmarkPeer() {}

    public static void main(String[] arguments) throws Exception {
        NexmarkRows.read(Path.of(arguments[1]));
        System.gc();
        int runs = Integer.parseInt(arguments[2]);
        for (String line : arguments[4].split("\n")) {
            int query = Integer.parseInt(line.substring(0, line.indexOf('=')));
            String text = line.substring(line.indexOf('=') + 1).replace('"', '`');
            try {
                for (int run = 0; run < runs; run++) {
                    if (arguments[0].equals("measure")) {
                        measure(query, text, arguments[3]);
                    } else {
                        rows(query, text, arguments[3]);
                    }
                }
            } catch (Exception e) {
                System.out.println("failed " + query + " " + e);
                e.printStackTrace();
            }
        }
        System.exit(0);
    }

    private static StreamTableEnvironment environment(String backend, boolean reuse) {
        Configuration configuration = new Configuration();
        configuration.setString("pipeline.object-reuse", Boolean.toString(reuse));
        configuration.setString("execution.checkpointing.interval", "5 s");
        configuration.setString("execution.checkpointing.checkpoints-after-tasks-finish", "false");
        configuration.setString("state.backend.type", backend);
        configuration.setString("taskmanager.numberOfTaskSlots", "1");
        configuration.setString("taskmanager.memory.network.max", "256 mb");
        configuration.setString("taskmanager.memory.managed.size", "512 mb");
        StreamExecutionEnvironment streams = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(streams, EnvironmentSettings.newInstance().inStreamingMode().build());
        String delay = "WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND";
        tables.executeSql("CREATE TABLE person (id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING, state STRING,"
                + " `dateTime` TIMESTAMP(3), extra STRING, " + delay + ") WITH ('connector' = 'bench-nexmark', 'stream' = 'person')");
        tables.executeSql("CREATE TABLE auction (id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,"
                + " `dateTime` TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT, extra STRING, " + delay
                + ") WITH ('connector' = 'bench-nexmark', 'stream' = 'auction')");
        tables.executeSql("CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING, `dateTime` TIMESTAMP(3),"
                + " extra STRING, " + delay + ") WITH ('connector' = 'bench-nexmark', 'stream' = 'bid')");
        tables.executeSql("CREATE TABLE side_input (`key` BIGINT, `value` STRING) WITH ('connector' = 'bench-nexmark', 'stream' = 'side_input')");
        tables.executeSql("CREATE VIEW timed AS SELECT *, PROCTIME() AS p_time FROM bid");
        return tables;
    }

    /** Window functions take a table by name, and a side input is looked up as of the time of processing. */
    private static Table query(StreamTableEnvironment tables, String text) {
        return tables.sqlQuery(text.replace("FROM bid B JOIN side_input S", "FROM timed B JOIN side_input FOR SYSTEM_TIME AS OF B.p_time AS S").replace("(SELECT *, PROCTIME() as p_time FROM bid), DESCRIPTOR", "TABLE timed, DESCRIPTOR"));
    }

    private static void measure(int query, String text, String backend) throws Exception {
        Table table = query(environment(backend, true), text);
        NexmarkRows.firstNanos = 0;
        long started = System.nanoTime();
        table.executeInsert(TableDescriptor.forConnector("blackhole").build()).await();
        System.out.printf("ran %d %d %d (start took %d ms)%n", query, System.nanoTime() - NexmarkRows.firstNanos,
                NexmarkRows.processorNanos() - NexmarkRows.firstProcessorNanos, (NexmarkRows.firstNanos - started) / 1_000_000);
    }

    private static void rows(int query, String text, String backend) throws Exception {
        Map<String, Long> rows = new HashMap<>();
        Map<Object, String> byKey = new HashMap<>();
        try (CloseableIterator<Row> changes = query(environment(backend, false), text).execute().collect()) {
            while (changes.hasNext()) {
                Row row = changes.next();
                if (query == CHANGED_BY_KEY) {
                    byKey.put(row.getField(0), text(row));
                    continue;
                }
                boolean taken = row.getKind() == RowKind.DELETE || row.getKind() == RowKind.UPDATE_BEFORE;
                rows.merge(text(row), taken ? -1L : 1L, (a, b) -> a + b == 0 ? null : (Long) (a + b));
            }
        }
        byKey.values().forEach(row -> rows.merge(row, 1L, Long::sum));
        new LinkedHashMap<>(rows).forEach((row, count) -> {
            for (long i = 0; i < count; i++) {
                System.out.println("row\t" + query + "\t" + row);
            }
        });
    }

    private static String text(Row row) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < row.getArity(); c++) {
            Object value = row.getField(c);
            text.append(c == 0 ? "" : "|").append(value instanceof BigDecimal
                    ? ((BigDecimal) value).stripTrailingZeros().toPlainString()
                    : value == null ? "NULL" : value.toString());
        }
        return text.toString();
    }
}
