package io.millrace.exec.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.state.Deltas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Feeds a plan random inserts and deletes in random steps, with a checkpoint and restore now and then, and holds the view's contents against the
 * {@link Reference} after every step. A failure names the seed.
 */
final class RandomSteps {
    /** Makes a row of a table at random. */
    interface RowMaker {
        List<Object> row(RandomGenerator random);
    }

    private final PlanNode plan;
    private final Map<String, RowMaker> tables;
    private boolean deletes = true;
    private int steps = 25;
    private int batchRows = 7;
    private Function<Map<String, List<List<Object>>>, Map<List<Object>, Long>> oracle;

    RandomSteps(PlanNode plan, Map<String, RowMaker> tables) {
        this.plan = plan;
        this.tables = tables;
        this.oracle = rows -> Reference.zset(new Reference(rows).rows(plan));
    }

    RandomSteps appendOnly() {
        deletes = false;
        return this;
    }

    RandomSteps steps(int count) {
        steps = count;
        return this;
    }

    RandomSteps oracle(Function<Map<String, List<List<Object>>>, Map<List<Object>, Long>> other) {
        oracle = other;
        return this;
    }

    void run(int seeds) {
        long only = Long.getLong("millrace.seed", -1);
        for (long seed = only >= 0 ? only : 0; seed < (only >= 0 ? only + 1 : seeds); seed++) {
            try {
                run(seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    void run(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        try (BufferAllocator allocator = new RootAllocator(1 << 30)) {
            DataflowOptions options = DataflowOptions.of(
                    allocator, new SystemClock(), leaf -> deletes ? InputFacts.TABLE : InputFacts.APPEND_ONLY)
                    .withBatchRows(1 + random.nextInt(batchRows));
            Map<String, List<List<Object>>> live = new HashMap<>();
            tables.keySet().forEach(name -> live.put(name, new ArrayList<>()));
            try (Kept kept = new Kept(plan, options, random)) {
                for (int step = 0; step < steps; step++) {
                    step(random, allocator, kept.dataflow(), kept.view(), live, step);
                    if (random.nextInt(4) == 0) {
                        kept.restart();
                    }
                }
            }
        }
    }

    private void step(
            RandomGenerator random, BufferAllocator allocator, Dataflow dataflow, ViewContents view, Map<String, List<List<Object>>> live,
            int step) {
        Map<String, List<Rows.Weighted>> deltas = new HashMap<>();
        for (String table : tables.keySet().stream().sorted().toList()) {
            deltas.put(table, change(random, table, live.get(table)));
        }
        List<List<InputEvent>> events = new ArrayList<>();
        for (Input input : dataflow.inputs()) {
            List<Rows.Weighted> delta = new ArrayList<>(deltas.get(input.name()));
            events.add(batches(random, allocator, input.schema(), delta));
        }
        try (StepOutput output = dataflow.step(new StepInput(step, step, events))) {
            assertEquals(List.of(), output.errors());
            checkConsolidated(output);
            view.apply(output);
        }
        assertEquals(step, view.tick());
        Map<List<Object>, Long> expected = oracle.apply(live);
        try (ViewSnapshot snapshot = view.snapshot()) {
            assertEquals(Rows.table(expected), Rows.table(Rows.zset(snapshot.batches())), "contents after step " + step);
        }
        assertEquals(expected.values().stream().mapToLong(Long::longValue).sum(), view.rows());
    }

    private static void checkConsolidated(StepOutput output) {
        Map<List<Object>, Integer> seen = new HashMap<>();
        for (Batch batch : output.deltas()) {
            for (int i = 0; i < batch.rows(); i++) {
                int position = Deltas.position(batch, i);
                List<Object> row = Values.readRow(batch, position);
                assertEquals(1, seen.merge(row, 1, Integer::sum), () -> "row twice in a delta: " + row);
                assertEquals(false, Deltas.weightAt(batch, position) == 0, "weight zero");
            }
        }
    }

    /** Changes the live rows at random and returns the delta, in random order with churn (a row put in and taken out) inside. */
    private List<Rows.Weighted> change(RandomGenerator random, String table, List<List<Object>> live) {
        List<Rows.Weighted> delta = new ArrayList<>();
        int inserts = random.nextInt(4) == 0 ? 0 : random.nextInt(9);
        for (int i = 0; i < inserts; i++) {
            List<Object> row = !live.isEmpty() && random.nextInt(4) == 0
                    ? live.get(random.nextInt(live.size()))
                    : tables.get(table).row(random);
            live.add(row);
            delta.add(new Rows.Weighted(row, 1));
        }
        int removals = deletes && random.nextInt(3) > 0 ? random.nextInt(8) : 0;
        if (deletes && random.nextInt(15) == 0) {
            removals = live.size();
        }
        for (int i = 0; i < removals && !live.isEmpty(); i++) {
            delta.add(new Rows.Weighted(live.remove(random.nextInt(live.size())), -1));
        }
        if (deletes && random.nextInt(3) == 0) {
            List<Object> churn = tables.get(table).row(random);
            delta.add(new Rows.Weighted(churn, 2));
            delta.add(new Rows.Weighted(churn, -2));
        }
        if (random.nextBoolean()) {
            Collections.shuffle(delta, new java.util.Random(random.nextLong()));
        }
        return delta;
    }

    private List<InputEvent> batches(RandomGenerator random, BufferAllocator allocator, Schema schema, List<Rows.Weighted> delta) {
        List<InputEvent> events = new ArrayList<>();
        int from = 0;
        while (from < delta.size()) {
            int to = Math.min(delta.size(), from + 1 + random.nextInt(6));
            events.add(new InputEvent.Rows(0, Rows.batch(allocator, schema, delta.subList(from, to), random)));
            from = to;
        }
        return events;
    }
}
