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
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** TPC-H's Q1 over decoded columns: four groups by two flags, five sums of up to 128 bits, a count. */
@State(Scope.Benchmark)
public class GroupedSumKernel {
    private static final SqlType WIDE = SqlType.decimal(38, 2);

    private KernelEngine engine;
    private List<Batch> batches;
    private PlanNode plan;

    @Setup
    public void setUp() {
        engine = new KernelEngine();
        batches = LineItems.batches(engine.allocator());
        PlanNode scan = engine.table("lineitem", LineItems.SCHEMA, batches, Expr.call(Function.LESS_OR_EQUAL, SqlType.BOOLEAN,
                Expr.column(LineItems.DATE, SqlType.DATE), Expr.literal(LocalDate.of(1998, 9, 2), SqlType.DATE)));
        SqlType one = SqlType.decimal(16, 2);
        SqlType discounted = SqlType.decimal(31, 4);
        SqlType charged = SqlType.decimal(38, 6);
        Expr hundred = Expr.literal(new BigDecimal("1.00"), LineItems.MONEY);
        Expr price = Expr.call(Function.MULTIPLY, discounted, column(LineItems.PRICE),
                Expr.call(Function.SUBTRACT, one, hundred, column(LineItems.DISCOUNT)));
        Schema reduced = schema("flag", SqlType.VARCHAR, "status", SqlType.VARCHAR, "quantity", LineItems.MONEY, "price", LineItems.MONEY,
                "discounted", discounted, "tax", one, "discount", LineItems.MONEY);
        PlanNode below = new PlanNode.Project(scan, List.of(
                column(LineItems.RETURN_FLAG), column(LineItems.LINE_STATUS), column(LineItems.QUANTITY), column(LineItems.PRICE), price,
                Expr.call(Function.ADD, one, hundred, column(LineItems.TAX)), column(LineItems.DISCOUNT)), reduced);
        Schema projected = schema("flag", SqlType.VARCHAR, "status", SqlType.VARCHAR, "quantity", LineItems.MONEY, "price", LineItems.MONEY,
                "discounted", discounted, "charged", charged, "discount", LineItems.MONEY);
        List<Expr> columns = new ArrayList<>();
        for (int c = 0; c < projected.size(); c++) {
            columns.add(c == 5
                    ? Expr.call(Function.MULTIPLY, charged, Expr.column(4, discounted), Expr.column(5, one))
                    : Expr.column(c, projected.type(c)));
        }
        PlanNode project = new PlanNode.Project(below, columns, projected);
        List<AggregateCall> calls = new ArrayList<>();
        for (int c = 2; c < projected.size(); c++) {
            calls.add(AggregateCall.of(AggregateFunction.SUM, sum(projected.type(c)), Expr.column(c, projected.type(c))));
        }
        calls.add(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT));
        List<Field> fields = new ArrayList<>(projected.fields().subList(0, 2));
        calls.forEach(call -> fields.add(new Field("a", call.type(), true)));
        plan = new PlanNode.Aggregate(
                project, List.of(0, 1), List.of(List.of(0, 1)), calls, PlanNode.AggregatePhase.SINGLE, new Schema(fields));
    }

    private static Schema schema(Object... namesAndTypes) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            fields.add(new Field((String) namesAndTypes[i], (SqlType) namesAndTypes[i + 1], true));
        }
        return new Schema(fields);
    }

    private static Expr column(int column) {
        return Expr.column(column, LineItems.SCHEMA.type(column));
    }

    private static SqlType sum(SqlType type) {
        return SqlType.decimal(WIDE.precision(), type.scale());
    }

    @TearDown
    public void tearDown() {
        engine.close();
    }

    @Benchmark
    public long engine() {
        return engine.run(plan);
    }

    /** What one would write by hand for this query alone: one loop over all columns, sums by group in an array, the widest one of 128 bits. */
    @Benchmark
    public long handWritten() {
        long[] sums = new long[8 * 8];
        for (Batch batch : batches) {
            handWritten(batch, sums);
        }
        return sums[0] + sums[8] + sums[16];
    }

    private static void handWritten(Batch batch, long[] sums) {
        long dates = LineItems.address(batch, LineItems.DATE);
        long discounts = LineItems.address(batch, LineItems.DISCOUNT);
        long quantities = LineItems.address(batch, LineItems.QUANTITY);
        long prices = LineItems.address(batch, LineItems.PRICE);
        long taxes = LineItems.address(batch, LineItems.TAX);
        long flags = LineItems.address(batch, LineItems.RETURN_FLAG);
        long states = LineItems.address(batch, LineItems.LINE_STATUS);
        int rows = batch.physicalRows();
        for (int i = 0; i < rows; i++) {
            if (Memory.getInt(dates + 4L * i) > 10_471) {
                continue;
            }
            int at = 8 * (2 * Memory.getInt(flags + 4L * i) + Memory.getInt(states + 4L * i));
            long price = Memory.getLong(prices + 8L * i);
            long discount = Memory.getLong(discounts + 8L * i);
            long discounted = price * (100 - discount);
            long charged = discounted * (100 + Memory.getLong(taxes + 8L * i));
            sums[at] += Memory.getLong(quantities + 8L * i);
            sums[at + 1] += price;
            sums[at + 2] += discounted;
            long low = sums[at + 3] + charged;
            sums[at + 4] += Long.compareUnsigned(low, charged) < 0 ? 1 : 0;
            sums[at + 3] = low;
            sums[at + 5] += discount;
            sums[at + 6]++;
        }
    }
}
