package io.millrace.benchmarks.kernel;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Ten million rows by a BIGINT key that lies in no order, with one more column. */
@State(Scope.Benchmark)
public class SortKernel {
    static final int ROWS = 10_000_000;

    private KernelEngine engine;
    private PlanNode plan;

    @Setup
    public void setUp() {
        engine = new KernelEngine();
        PlanNode scan = engine.table("t", Keys.SCHEMA, Keys.batches(engine.allocator(), ROWS, Keys::scrambled), null);
        plan = new PlanNode.Sort(scan, List.of(SortKey.ascending(0)), 0, -1, false);
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
