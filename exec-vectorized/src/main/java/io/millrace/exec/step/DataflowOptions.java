package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.Clock;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.state.StatePages;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;

/**
 * How a dataflow is made.
 *
 * @param allocator pays for all state and all results; closed by its owner after the dataflow
 * @param clock measures how long operators take, nothing else
 * @param zone the time zone that expressions use; fixed with the view
 * @param inputFacts asked once for every leaf: a {@link PlanNode.Scan} or {@link PlanNode.RemoteSource}
 * @param emitOnWindowClose hold a window's rows until the watermark has passed its end
 * @param collectLateRows give late rows out ({@link StepOutput#lateRows}) besides counting them
 * @param retentionMicros how long the rows of a window stay in the result after its end; {@link #FOREVER}
 * @param batchRows most rows of a batch that an operator makes
 * @param errorsWithRows tell errors apart by their rows, and give these out ({@link ErrorRow#origin})
 * @param ttlMicros how long what is kept of a key stays that no row touches; {@link #FOREVER}
 * @param pages takes state that does not fit memory; null: all of it stays in memory
 */
public record DataflowOptions(
        BufferAllocator allocator,
        Clock clock,
        ZoneId zone,
        Function<PlanNode, InputFacts> inputFacts,
        boolean emitOnWindowClose,
        boolean collectLateRows,
        long retentionMicros,
        int batchRows,
        boolean errorsWithRows,
        long ttlMicros,
        StatePages pages) {
    public static final long FOREVER = Long.MAX_VALUE;
    public static final int DEFAULT_BATCH_ROWS = 8192;

    public DataflowOptions {
        Objects.requireNonNull(allocator, "allocator");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(inputFacts, "inputFacts");
        assert retentionMicros >= 0 && batchRows > 0;
    }

    /** Current values at every step, in UTC. */
    public static DataflowOptions of(BufferAllocator allocator, Clock clock, Function<PlanNode, InputFacts> inputFacts) {
        return new DataflowOptions(allocator, clock, ZoneId.of("UTC"), inputFacts, false, false, FOREVER, DEFAULT_BATCH_ROWS, false,
                FOREVER, null);
    }

    public DataflowOptions withEmitOnWindowClose() {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, true, collectLateRows, retentionMicros, batchRows, errorsWithRows, ttlMicros, pages);
    }

    /** Expressions see local times of this zone. */
    public DataflowOptions withZone(ZoneId newZone) {
        return new DataflowOptions(
                allocator, clock, newZone, inputFacts, emitOnWindowClose, collectLateRows, retentionMicros, batchRows, errorsWithRows,
                ttlMicros, pages);
    }

    public DataflowOptions withRetention(long micros) {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, collectLateRows, micros, batchRows, errorsWithRows, ttlMicros,
                pages);
    }

    public DataflowOptions withTtl(long micros) {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, collectLateRows, retentionMicros, batchRows, errorsWithRows, micros,
                pages);
    }

    public DataflowOptions withLateRows() {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, true, retentionMicros, batchRows, errorsWithRows, ttlMicros, pages);
    }

    public DataflowOptions withErrorRows() {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, collectLateRows, retentionMicros, batchRows, true, ttlMicros, pages);
    }

    public DataflowOptions withBatchRows(int rows) {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, collectLateRows, retentionMicros, rows, errorsWithRows, ttlMicros,
                pages);
    }

    /** State that does not fit memory goes to a store. */
    public DataflowOptions withPages(StatePages newPages) {
        return new DataflowOptions(
                allocator, clock, zone, inputFacts, emitOnWindowClose, collectLateRows, retentionMicros, batchRows, errorsWithRows,
                ttlMicros, newPages);
    }
}
