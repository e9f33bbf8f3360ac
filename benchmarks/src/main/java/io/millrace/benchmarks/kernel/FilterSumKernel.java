package io.millrace.benchmarks.kernel;

import io.millrace.common.batch.Batch;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** TPC-H's Q6 over decoded columns: three ranges, a product, one sum. */
@State(Scope.Benchmark)
public class FilterSumKernel {
    private KernelEngine engine;
    private List<Batch> batches;
    private PlanNode plan;

    @Setup
    public void setUp() {
        engine = new KernelEngine();
        batches = LineItems.batches(engine.allocator());
        Expr filter = and(
                compare(Function.GREATER_OR_EQUAL, LineItems.DATE, LocalDate.of(1994, 1, 1)),
                compare(Function.LESS, LineItems.DATE, LocalDate.of(1995, 1, 1)),
                compare(Function.GREATER_OR_EQUAL, LineItems.DISCOUNT, new BigDecimal("0.05")),
                compare(Function.LESS_OR_EQUAL, LineItems.DISCOUNT, new BigDecimal("0.07")),
                compare(Function.LESS, LineItems.QUANTITY, new BigDecimal("24.00")));
        PlanNode scan = engine.table("lineitem", LineItems.SCHEMA, batches, filter);
        SqlType product = SqlType.decimal(30, 4);
        PlanNode project = new PlanNode.Project(scan, List.of(Expr.call(Function.MULTIPLY, product,
                Expr.column(LineItems.PRICE, LineItems.MONEY), Expr.column(LineItems.DISCOUNT, LineItems.MONEY))),
                new Schema(List.of(new Field("p", product, true))));
        SqlType sum = SqlType.decimal(38, 4);
        plan = new PlanNode.Aggregate(project, List.of(), List.of(List.of()),
                List.of(AggregateCall.of(AggregateFunction.SUM, sum, Expr.column(0, product))), PlanNode.AggregatePhase.SINGLE,
                new Schema(List.of(new Field("s", sum, true))));
    }

    private static Expr and(Expr... conditions) {
        return Expr.call(Function.AND, SqlType.BOOLEAN, conditions);
    }

    private static Expr compare(Function function, int column, Object value) {
        SqlType type = LineItems.SCHEMA.type(column);
        return Expr.call(function, SqlType.BOOLEAN, Expr.column(column, type), Expr.literal(value, type));
    }

    @TearDown
    public void tearDown() {
        engine.close();
    }

    @Benchmark
    public long engine() {
        return engine.run(plan);
    }

    /** What one would write by hand for this query alone: one loop, no branch on a value. */
    @Benchmark
    public long handWritten() {
        long sum = 0;
        for (Batch batch : batches) {
            sum += handWritten(
                    LineItems.address(batch, LineItems.DATE), LineItems.address(batch, LineItems.DISCOUNT),
                    LineItems.address(batch, LineItems.QUANTITY), LineItems.address(batch, LineItems.PRICE), batch.physicalRows());
        }
        return sum;
    }

    private static long handWritten(long dates, long discounts, long quantities, long prices, int rows) {
        long sum = 0;
        for (int i = 0; i < rows; i++) {
            int day = Memory.getInt(dates + 4L * i);
            long discount = Memory.getLong(discounts + 8L * i);
            long quantity = Memory.getLong(quantities + 8L * i);
            long wanted = ~(day - 8766L) & day - 9131L & ~(discount - 5) & ~(7 - discount) & quantity - 2400;
            sum += Memory.getLong(prices + 8L * i) * discount & wanted >> 63;
        }
        return sum;
    }
}
