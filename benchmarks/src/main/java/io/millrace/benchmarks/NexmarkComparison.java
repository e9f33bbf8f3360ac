package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.testkit.nexmark.NexmarkQueries;
import io.millrace.testkit.nexmark.NexmarkStreams;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whether views hold, when all events have come, what the changes that Flink gives for the same events add up to. */
final class NexmarkComparison {
    private static final int SHOWN_MAX = 5;

    /**
     * What is compared of queries whose rows are not to be told apart: those of the same bidder, auction and millisecond, of the same price in the
     * ranking; and the mean, which Flink cuts to a whole number. Windows of processing time are no two runs' the same.
     */
    private static final Map<Integer, String> PARTS = Map.of(
            4, "SELECT category, FLOOR(avg_final) FROM (%s) AS q(category, avg_final)",
            17,
            "SELECT auction, \"day\", total_bids, rank1_bids, rank2_bids, rank3_bids, min_price, max_price, FLOOR(avg_price), sum_price FROM (%s) AS q",
            18, "SELECT auction, bidder, \"dateTime\" FROM (%s) AS q",
            19, "SELECT auction, price, rank_number FROM (%s) AS q");
    private static final int PROCESSING_TIME = 12;

    private final FlinkProcess flink;
    private final NexmarkEvents events;
    private final Path file;
    private final List<Integer> queries;

    NexmarkComparison(FlinkProcess flink, NexmarkEvents events, Path file, List<Integer> queries) {
        this.flink = flink;
        this.events = events;
        this.file = file;
        this.queries = queries.stream().filter(query -> query != PROCESSING_TIME).toList();
    }

    /** 0 if all are equal. */
    int run() throws IOException, InterruptedException {
        Map<Integer, Map<String, Long>> theirs = new HashMap<>();
        List<String> arguments = List.of("rows", file.toString(), "1", "hashmap",
                queries.stream().map(query -> query + "=" + NexmarkQueries.line(forFlink(query))).collect(Collectors.joining("\n")));
        flink.run("io.millrace.benchmarks.flink.NexmarkPeer", arguments, line -> {
            String[] words = line.split("\t", 3);
            if (words.length == 3 && words[0].equals("row")) {
                theirs.computeIfAbsent(Integer.valueOf(words[1]), q -> new HashMap<>()).merge(words[2], 1L, Long::sum);
            } else {
                System.err.println("Flink: " + line);
            }
        });
        int different = 0;
        try (Engine engine = new Engine(2)) {
            NexmarkStreams.definitions().forEach(engine::run);
            queries.forEach(query -> create(engine, query));
            for (List<Batch> chunk : events.chunks()) {
                for (int stream = 0; stream < chunk.size(); stream++) {
                    if (chunk.get(stream).rows() > 0) {
                        engine.append(NexmarkStreams.NAMES.get(stream), chunk.get(stream).retain());
                    }
                }
            }
            for (int query : queries) {
                Map<String, Long> rows = new HashMap<>();
                engine.rows("SELECT * FROM q" + query).forEach(row -> rows.merge(text(row), 1L, Long::sum));
                different += compare(query, rows, theirs.getOrDefault(query, Map.of())) ? 0 : 1;
            }
        }
        return different == 0 ? 0 : 1;
    }

    /** Under names of our own: query 20 gives two columns the same one. */
    private static void create(Engine engine, int query) {
        String names = IntStream.range(0, engine.continuousPlan(ours(query)).schema().size()).mapToObj(c -> "c" + c)
                .collect(Collectors.joining(", "));
        engine.run("CREATE MATERIALIZED VIEW q" + query + " (" + names + ") AS " + ours(query));
    }

    private static String ours(int query) {
        return PARTS.containsKey(query) ? PARTS.get(query).formatted(NexmarkQueries.text(query)) : NexmarkQueries.text(query);
    }

    /** Its mean is a whole number already. */
    private static String forFlink(int query) {
        return ours(query).replace("FLOOR(avg_final)", "avg_final").replace("FLOOR(avg_price)", "avg_price");
    }

    private static boolean compare(int query, Map<String, Long> ours, Map<String, Long> theirs) {
        if (ours.equals(theirs)) {
            System.out.printf("q%d: %,d rows, equal%n", query, ours.values().stream().mapToLong(Long::longValue).sum());
            return true;
        }
        List<String> shown = new ArrayList<>();
        ours.forEach((row, count) -> {
            if (!count.equals(theirs.get(row)) && shown.size() < SHOWN_MAX) {
                shown.add(count + " × " + row + ", Flink " + theirs.getOrDefault(row, 0L));
            }
        });
        theirs.forEach((row, count) -> {
            if (!ours.containsKey(row) && shown.size() < 2 * SHOWN_MAX) {
                shown.add("0 × " + row + ", Flink " + count);
            }
        });
        System.out.printf("q%d: %,d rows, Flink has %,d, different:%n    %s%n", query,
                ours.values().stream().mapToLong(Long::longValue).sum(), theirs.values().stream().mapToLong(Long::longValue).sum(),
                String.join("\n    ", shown));
        return false;
    }

    /** As the peer writes it. */
    private static String text(List<Object> row) {
        return row.stream().map(value -> switch (value) {
            case null -> "NULL";
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            case LocalDateTime time -> time.toString();
            default -> value.toString();
        }).collect(Collectors.joining("|"));
    }
}
