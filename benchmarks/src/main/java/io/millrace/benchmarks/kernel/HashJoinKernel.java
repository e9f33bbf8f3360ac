package io.millrace.benchmarks.kernel;

import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A million build rows of scattered keys: built alone, and built and probed by ten million rows, of which half find a partner. */
@State(Scope.Benchmark)
public class HashJoinKernel {
    static final int BUILD_ROWS = 1_000_000;
    static final int PROBE_ROWS = 10_000_000;

    private KernelEngine engine;
    private PlanNode build;
    private PlanNode probe;

    @Setup
    public void setUp() {
        engine = new KernelEngine();
        PlanNode right = engine.table("r", Keys.SCHEMA, Keys.batches(engine.allocator(), BUILD_ROWS, Keys::scrambled), null);
        PlanNode none = engine.table("none", Keys.SCHEMA, Keys.batches(engine.allocator(), 1, i -> -1), null);
        PlanNode left = engine.table("l", Keys.SCHEMA, Keys.batches(engine.allocator(), PROBE_ROWS,
                i -> Keys.scrambled((Keys.scrambled(i) >>> 1) % (2 * BUILD_ROWS))), null);
        build = summed(none, right);
        probe = summed(left, right);
    }

    private static PlanNode summed(PlanNode left, PlanNode right) {
        PlanNode join = new PlanNode.Join(left, right, JoinKind.INNER, List.of(0), List.of(0), List.of(false), null);
        AggregateCall sum = Keys.sum(3);
        return new PlanNode.Aggregate(join, List.of(), List.of(List.of()), List.of(sum), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(new Field("s", sum.type(), true))));
    }

    @TearDown
    public void tearDown() {
        engine.close();
    }

    @Benchmark
    public long build() {
        return engine.run(build);
    }

    @Benchmark
    public long buildAndProbe() {
        return engine.run(probe);
    }
}
