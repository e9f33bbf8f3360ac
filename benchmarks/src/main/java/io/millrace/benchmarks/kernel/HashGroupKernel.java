package io.millrace.benchmarks.kernel;

import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A sum by a BIGINT key of many values, each met four times in no order. */
@State(Scope.Benchmark)
public class HashGroupKernel {
    static final int ROWS_PER_KEY = 4;

    @Param("1000000")
    public long keys;

    private KernelEngine engine;
    private PlanNode plan;

    @Setup
    public void setUp() {
        engine = new KernelEngine();
        PlanNode scan = engine.table(
                "t", Keys.SCHEMA,
                Keys.batches(engine.allocator(), keys * ROWS_PER_KEY, i -> Keys.scrambled(Keys.scrambled(i) >>> 1) % keys),
                null);
        AggregateCall sum = Keys.sum(1);
        plan = new PlanNode.Aggregate(scan, List.of(0), List.of(List.of(0)), List.of(sum), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(new Field("k", SqlType.BIGINT, false), new Field("s", sum.type(), true))));
    }

    @TearDown
    public void tearDown() {
        engine.close();
    }

    @Benchmark
    public long engine() {
        return engine.run(plan);
    }
}
