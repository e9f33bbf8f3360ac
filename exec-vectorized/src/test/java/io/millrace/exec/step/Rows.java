package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

/** Rows as Java values with weights, for tests: to batches and back. */
final class Rows {
    private Rows() {}

    /** A row and its weight. */
    record Weighted(List<Object> row, long weight) {}

    static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    /** A batch of these rows, at random with rows between them that a selection leaves out. */
    static Batch batch(BufferAllocator allocator, Schema schema, List<Weighted> rows, RandomGenerator random) {
        boolean holes = random.nextInt(3) == 0;
        List<Integer> alive = new ArrayList<>();
        try (BatchBuilder builder = new BatchBuilder(allocator, schema, rows.size())) {
            List<Long> weights = new ArrayList<>();
            for (Weighted row : rows) {
                if (holes && random.nextBoolean()) {
                    builder.row(rows.get(random.nextInt(rows.size())).row().toArray());
                    weights.add(99L);
                }
                alive.add(builder.rows());
                builder.row(row.row().toArray());
                weights.add(row.weight());
            }
            boolean ones = rows.stream().allMatch(r -> r.weight() == 1);
            int physical = weights.size();
            Column weightColumn = ones
                    ? null
                    : Deltas.weightColumn(allocator, weights.stream().mapToLong(Long::longValue).toArray(), physical);
            Selection selection = holes ? new Selection(Deltas.toArray(alive), alive.size()) : null;
            Batch built = builder.build();
            return new Batch(built.columns(), physical, selection, weightColumn);
        }
    }

    /** The Z-set of some batches, which stay the caller's. */
    static Map<List<Object>, Long> zset(Collection<Batch> batches) {
        Map<List<Object>, Long> sum = new HashMap<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = Deltas.position(batch, i);
                add(sum, Values.readRow(batch, position), Deltas.weightAt(batch, position));
            }
        }
        return sum;
    }

    static void add(Map<List<Object>, Long> zset, List<Object> row, long weight) {
        zset.merge(normalized(row), weight, (a, b) -> a + b == 0 ? null : a + b);
    }

    /** Doubles to twelve digits: what is computed in another order agrees in them. */
    static List<Object> normalized(List<Object> row) {
        List<Object> values = new ArrayList<>(row);
        values.replaceAll(v -> v instanceof Double d && Double.isFinite(d)
                ? (d == 0 ? 0.0 : new BigDecimal(d).round(new MathContext(12)).doubleValue()) : v);
        return values;
    }

    /** One row a line with its weight, sorted, for messages. */
    static String table(Map<List<Object>, Long> zset) {
        StringBuilder text = new StringBuilder();
        zset.entrySet().stream()
                .map(e -> e.getKey() + " | " + e.getValue() + "\n")
                .sorted(Comparator.naturalOrder())
                .forEach(text::append);
        return text.toString();
    }
}
