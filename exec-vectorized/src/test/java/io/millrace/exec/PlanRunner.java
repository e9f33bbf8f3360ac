package io.millrace.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.pipeline.WorkerPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * Rows in, rows out: runs a plan over tables of Java values in every {@link Regime}, compares the rows, and sees to it that no memory is left. Tables
 * are added with {@link #table}; expected rows are given in any order unless said otherwise.
 */
public final class PlanRunner implements AutoCloseable {
    private final Map<String, Schema> schemas = new LinkedHashMap<>();
    private final Map<String, List<List<Object>>> rows = new HashMap<>();
    private final Map<Integer, WorkerPool> pools = new HashMap<>();
    private long spilledBytes;

    /** A row; null is NULL. */
    public static List<Object> row(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    public static Schema schema(Object... namesAndTypes) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            fields.add(new Field((String) namesAndTypes[i], (SqlType) namesAndTypes[i + 1], true));
        }
        return new Schema(fields);
    }

    @SafeVarargs
    public final PlanNode.Scan table(String name, Schema schema, List<Object>... tableRows) {
        return table(name, schema, Arrays.asList(tableRows));
    }

    public PlanNode.Scan table(String name, Schema schema, List<List<Object>> tableRows) {
        schemas.put(name, schema);
        rows.put(name, tableRows);
        return MemoryTables.scan(name, schema);
    }

    /** Checks the rows, in any order, in every regime. */
    @SafeVarargs
    public final void expect(PlanNode plan, List<Object>... expected) {
        expect(plan, Arrays.asList(expected));
    }

    public void expect(PlanNode plan, List<List<Object>> expected) {
        List<String> want = sorted(expected);
        for (Regime regime : Regime.all()) {
            assertEquals(String.join("\n", want), String.join("\n", sorted(run(plan, regime))), regime.toString());
        }
    }

    /** Checks the rows and their order in every regime. */
    @SafeVarargs
    public final void expectOrdered(PlanNode plan, List<Object>... expected) {
        expectOrdered(plan, Arrays.asList(expected));
    }

    public void expectOrdered(PlanNode plan, List<List<Object>> expected) {
        for (Regime regime : Regime.all()) {
            assertEquals(String.join("\n", lines(expected)), String.join("\n", lines(run(plan, regime))), regime.toString());
        }
    }

    /** As {@link #expect}, but without the regimes that take long over many rows. */
    public void expectLarge(PlanNode plan, List<List<Object>> expected) {
        List<String> want = sorted(expected);
        for (Regime regime : Regime.large()) {
            assertEquals(String.join("\n", want), String.join("\n", sorted(run(plan, regime))), regime.toString());
        }
    }

    /** As {@link #expectOrdered}, but without the regimes that take long over many rows. */
    public void expectLargeOrdered(PlanNode plan, List<List<Object>> expected) {
        for (Regime regime : Regime.large()) {
            assertEquals(String.join("\n", lines(expected)), String.join("\n", lines(run(plan, regime))), regime.toString());
        }
    }

    /** As {@link #expect}, with so little memory that the plan must spill; sees to it that it did, and that no file is left. */
    public void expectSpilled(PlanNode plan, long memoryBytes, List<List<Object>> expected) {
        expectSpilled(plan, memoryBytes, sorted(expected), PlanRunner::sorted);
    }

    /** As {@link #expectSpilled}, with the order of the rows. */
    public void expectSpilledOrdered(PlanNode plan, long memoryBytes, List<List<Object>> expected) {
        expectSpilled(plan, memoryBytes, lines(expected), PlanRunner::lines);
    }

    private void expectSpilled(PlanNode plan, long memoryBytes, List<String> want, Function<List<List<Object>>, List<String>> form) {
        for (Regime regime : Regime.small(memoryBytes)) {
            spilledBytes = 0;
            assertEquals(String.join("\n", want), String.join("\n", form.apply(run(plan, regime))), regime.toString());
            assertTrue(spilledBytes > 0, () -> "nothing was spilled in " + regime);
            assertEquals(0, Path.of("target", "spill").toFile().list().length, "spill files left");
        }
    }

    private static long spilled(OperatorStatistics statistics) {
        return statistics.spilledBytes() + statistics.inputs().stream().mapToLong(PlanRunner::spilled).sum();
    }

    private static List<String> lines(List<List<Object>> rows) {
        return rows.stream().map(r -> r.stream().map(PlanRunner::text).toList().toString()).toList();
    }

    private static String text(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.toPlainString();
            case byte[] bytes -> Arrays.toString(bytes);
            case null -> "NULL";
            default -> value.toString();
        };
    }

    static List<String> sorted(List<List<Object>> rows) {
        return lines(rows).stream().sorted().toList();
    }

    /** The rows that a plan gives, in one regime. */
    public List<List<Object>> run(PlanNode plan) {
        return run(plan, Regime.large().get(1));
    }

    public List<List<Object>> run(PlanNode plan, Regime regime) {
        try (BufferAllocator root = new RootAllocator();
                BufferAllocator allocator = root.newChildAllocator("query", 0, regime.memoryBytes());
                QueryExecution execution = QueryEngine.execute(plan, context(allocator, regime))) {
            List<List<Object>> result = new ArrayList<>();
            for (Batch batch = execution.next(); batch != null; batch = execution.next()) {
                try (Batch closing = batch) {
                    result.addAll(Values.readRows(closing));
                }
            }
            spilledBytes = spilled(execution.statistics());
            execution.close();
            assertEquals(0, allocator.getAllocatedMemory(), "bytes left after close");
            return result;
        }
    }

    /** Takes one batch, closes the execution in mid-run, and sees to it that nothing is left. */
    public void cancelAfterFirstBatch(PlanNode plan) {
        Regime.all().forEach(regime -> cancelAfterFirstBatch(plan, regime));
    }

    /** As {@link #cancelAfterFirstBatch(PlanNode)}, in one regime. */
    public void cancelAfterFirstBatch(PlanNode plan, Regime regime) {
        try (BufferAllocator root = new RootAllocator();
                BufferAllocator allocator = root.newChildAllocator("query", 0, regime.memoryBytes());
                QueryExecution execution = QueryEngine.execute(plan, context(allocator, regime))) {
            execution.next().close();
            execution.close();
            assertEquals(0, allocator.getAllocatedMemory(), "bytes left after close");
        }
    }

    /** What the last run wrote to disk. */
    public long spilledBytes() {
        return spilledBytes;
    }

    public ExecutionContext context(BufferAllocator allocator, Regime regime) {
        MemoryTables tables = new MemoryTables(Math.max(2, regime.batchRows() * 3 / 2));
        schemas.forEach((name, schema) -> tables.add(name, schema, rows.get(name)));
        WorkerPool pool = pools.computeIfAbsent(regime.threads(), n -> new WorkerPool("test", n, new SystemClock()));
        Path spill = Path.of("target", "spill");
        try {
            Files.createDirectories(spill);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ExecutionContext(
                "q", allocator, tables, 0, ZoneOffset.UTC, 1, new SystemClock(), pool, spill, regime.batchRows(), Map.of());
    }

    @Override
    public void close() {
        pools.values().forEach(WorkerPool::close);
    }
}
