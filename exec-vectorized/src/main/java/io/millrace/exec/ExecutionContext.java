package io.millrace.exec;

import io.millrace.common.port.Clock;
import io.millrace.common.port.SourceProvider;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.memory.Headroom;
import io.millrace.exec.pipeline.WorkerPool;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.arrow.memory.BufferAllocator;

/**
 * What one execution is lent.
 *
 * @param queryId names the execution in messages and spill files
 * @param allocator pays for everything; its limit is the query's; the caller closes it after the execution
 * @param sources opens scan targets
 * @param statementMicros time of the statement, microseconds since 1970-01-01T00:00Z
 * @param zone of the session
 * @param randomSeed seeds what RANDOM and GENERATE_UUID draw from, one generator a thread
 * @param clock for spans only
 * @param pool does the work
 * @param spillDirectory existing directory for this node's spill files
 * @param batchRows most rows of the batches that operators make
 * @param remoteSources by fragment id, for {@link io.millrace.common.plan.PlanNode.RemoteSource} leaves; closed by the execution
 * @param spillAlways whether operators that can go on on disk do so from their first row, however much memory there is: for tests
 */
public record ExecutionContext(
        String queryId,
        BufferAllocator allocator,
        SourceProvider sources,
        long statementMicros,
        ZoneId zone,
        long randomSeed,
        Clock clock,
        WorkerPool pool,
        Path spillDirectory,
        int batchRows,
        Map<Integer, ExchangeSource> remoteSources,
        boolean spillAlways) {
    /** Rows a batch where nothing else is asked for: the columns of a batch stay in a core's second-level cache. */
    public static final int DEFAULT_BATCH_ROWS = 8192;

    public ExecutionContext {
        Objects.requireNonNull(queryId, "queryId");
        Objects.requireNonNull(allocator, "allocator");
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(spillDirectory, "spillDirectory");
        assert batchRows > 0;
        remoteSources = Map.copyOf(remoteSources);
    }

    /** Spills where memory is short. */
    public ExecutionContext(
            String queryId,
            BufferAllocator allocator,
            SourceProvider sources,
            long statementMicros,
            ZoneId zone,
            long randomSeed,
            Clock clock,
            WorkerPool pool,
            Path spillDirectory,
            int batchRows,
            Map<Integer, ExchangeSource> remoteSources) {
        this(queryId, allocator, sources, statementMicros, zone, randomSeed, clock, pool, spillDirectory, batchRows, remoteSources, false);
    }

    /** What operators ask whether to go on on disk. */
    public Headroom headroom() {
        return new Headroom(allocator, spillAlways);
    }

    /** For one thread's evaluators, whose memory the given allocator pays for. */
    public EvaluationContext evaluation(BufferAllocator payer, int lane) {
        return new EvaluationContext(payer, statementMicros, zone, generator(lane));
    }

    private RandomGenerator generator(int lane) {
        return new SplittableRandom(randomSeed + 0x9E3779B97F4A7C15L * (lane + 1));
    }

    public ExecutionContext withAllocator(BufferAllocator newAllocator) {
        return new ExecutionContext(
                queryId, newAllocator, sources, statementMicros, zone, randomSeed, clock, pool, spillDirectory, batchRows, remoteSources,
                spillAlways);
    }

    /** For an execution inside another one, which keeps what comes from other fragments. */
    public ExecutionContext withoutRemoteSources() {
        return new ExecutionContext(
                queryId, allocator, sources, statementMicros, zone, randomSeed, clock, pool, spillDirectory, batchRows, Map.of(),
                spillAlways);
    }
}
