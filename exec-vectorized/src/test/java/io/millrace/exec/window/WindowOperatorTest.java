package io.millrace.exec.window;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.Bound;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random windows over random rows with NULLs and many ties, against {@link WindowReference}; and a few where trees are deep. */
class WindowOperatorTest {
    private static final Schema SCHEMA = PlanRunner.schema(
            "id", SqlType.INTEGER, "part", SqlType.VARCHAR, "n", SqlType.INTEGER, "x", SqlType.DOUBLE, "d", SqlType.DATE, "t",
            SqlType.TIMESTAMP, "v", SqlType.BIGINT, "b", SqlType.BOOLEAN);
    private static final int ID = 0;
    private static final int PART = 1;
    private static final int FIRST_KEY = 2;
    private static final int LAST_KEY = 5;
    private static final int X = 3;
    private static final int V = 6;
    private static final int B = 7;

    private final PlanRunner runner = new PlanRunner();

    @AfterEach
    void close() {
        runner.close();
    }

    private static List<List<Object>> rows(Random random, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(PlanRunner.row(
                    i, random.nextInt(8) == 0 ? null : "p" + random.nextInt(3), random.nextInt(6) == 0 ? null : random.nextInt(12),
                    random.nextInt(6) == 0 ? null : (double) random.nextInt(12),
                    random.nextInt(6) == 0 ? null : LocalDate.of(2024, 1, 25).plusDays(random.nextInt(50)),
                    random.nextInt(6) == 0 ? null : LocalDateTime.of(2024, 1, 25, 0, 0).plusHours(random.nextInt(12)),
                    random.nextInt(4) == 0 ? null : (long) random.nextInt(20) - 10, random.nextBoolean()));
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private static Bound bound(Random random, Frame.FrameMode mode, int key, boolean start) {
        BoundKind[] kinds = start
                ? new BoundKind[] {BoundKind.UNBOUNDED_PRECEDING, BoundKind.PRECEDING, BoundKind.CURRENT_ROW, BoundKind.FOLLOWING}
                : new BoundKind[] {BoundKind.UNBOUNDED_FOLLOWING, BoundKind.PRECEDING, BoundKind.CURRENT_ROW, BoundKind.FOLLOWING};
        BoundKind kind = kinds[random.nextInt(kinds.length)];
        if (kind != BoundKind.PRECEDING && kind != BoundKind.FOLLOWING) {
            return new Bound(kind, null);
        }
        int size = random.nextInt(4);
        if (mode != Frame.FrameMode.RANGE) {
            return new Bound(kind, Expr.literal(size, SqlType.INTEGER));
        }
        return new Bound(kind, switch (SCHEMA.type(key).kind()) {
            case INTEGER -> Expr.literal(size, SqlType.INTEGER);
            case DOUBLE -> Expr.literal((double) size, SqlType.DOUBLE);
            case DATE -> random.nextBoolean()
                    ? Expr.literal(Duration.ofDays(size * 5L), SqlType.INTERVAL_DAY_TIME)
                    : Expr.literal(Period.ofMonths(size), SqlType.INTERVAL_YEAR_MONTH);
            default -> Expr.literal(Duration.ofHours(size), SqlType.INTERVAL_DAY_TIME);
        });
    }

    private static AggregateCall call(AggregateFunction function, SqlType type, boolean distinct, int filter, boolean ignoreNulls,
            Expr... args) {
        return new AggregateCall(function, List.of(args), distinct, filter, List.of(), ignoreNulls, type);
    }

    private static List<AggregateCall> calls(Random random) {
        Expr v = Expr.column(V, SqlType.BIGINT);
        Expr x = Expr.column(X, SqlType.DOUBLE);
        int filter = random.nextInt(3) == 0 ? B : -1;
        boolean ignore = random.nextBoolean();
        List<AggregateCall> all = new ArrayList<>(List.of(
                AggregateCall.of(AggregateFunction.ROW_NUMBER, SqlType.BIGINT), AggregateCall.of(AggregateFunction.RANK, SqlType.BIGINT),
                AggregateCall.of(AggregateFunction.DENSE_RANK, SqlType.BIGINT),
                AggregateCall.of(AggregateFunction.PERCENT_RANK, SqlType.DOUBLE),
                AggregateCall.of(AggregateFunction.CUME_DIST, SqlType.DOUBLE),
                AggregateCall.of(AggregateFunction.NTILE, SqlType.INTEGER, Expr.literal(1 + random.nextInt(5), SqlType.INTEGER)),
                call(AggregateFunction.LAG, SqlType.BIGINT, false, -1, ignore, v),
                call(AggregateFunction.LEAD, SqlType.BIGINT, false, -1, ignore, v, Expr.literal(random.nextInt(4), SqlType.INTEGER),
                        Expr.literal(99L, SqlType.BIGINT)),
                call(AggregateFunction.FIRST_VALUE, SqlType.BIGINT, false, -1, ignore, v),
                call(AggregateFunction.LAST_VALUE, SqlType.BIGINT, false, -1, ignore, v),
                call(AggregateFunction.NTH_VALUE, SqlType.BIGINT, false, -1, ignore, v, Expr.literal(2, SqlType.INTEGER)),
                call(AggregateFunction.COUNT, SqlType.BIGINT, false, filter, false),
                call(AggregateFunction.COUNT, SqlType.BIGINT, false, filter, false, v),
                call(AggregateFunction.COUNT, SqlType.BIGINT, true, filter, false, v),
                call(AggregateFunction.SUM, SqlType.decimal(38, 0), false, filter, false, v),
                call(AggregateFunction.SUM, SqlType.DOUBLE, false, filter, false, x),
                call(AggregateFunction.AVG, SqlType.DOUBLE, false, filter, false, x),
                call(AggregateFunction.MIN, SqlType.BIGINT, false, filter, false, v),
                call(AggregateFunction.MAX, SqlType.VARCHAR, false, filter, false, Expr.column(PART, SqlType.VARCHAR)),
                call(AggregateFunction.ARRAY_AGG, SqlType.array(SqlType.INTEGER), false, filter, false, Expr.column(ID, SqlType.INTEGER))));
        Collections.shuffle(all, random);
        return all.subList(0, 4);
    }

    private PlanNode.Window window(
            PlanNode input, List<Integer> partitionKeys, List<SortKey> orderKeys, Frame frame, List<AggregateCall> calls) {
        List<Field> fields = new ArrayList<>(input.schema().fields());
        calls.forEach(c -> fields.add(Field.of("w" + fields.size(), c.type())));
        return new PlanNode.Window(input, partitionKeys, orderKeys, frame, calls, new Schema(fields));
    }

    @Test
    void agreesWithTheDefinition() {
        Random random = new Random(42);
        for (int n = 0; n < 150; n++) {
            List<List<Object>> rows = rows(random, random.nextInt(60));
            PlanNode input = runner.table("t" + n, SCHEMA, rows);
            int key = FIRST_KEY + random.nextInt(LAST_KEY - FIRST_KEY + 1);
            Frame.FrameMode mode = Frame.FrameMode.values()[random.nextInt(3)];
            List<SortKey> orderKeys = mode != Frame.FrameMode.RANGE && random.nextInt(5) == 0
                    ? List.of() : List.of(new SortKey(key, random.nextBoolean(), random.nextBoolean()));
            Frame frame = new Frame(mode, bound(random, mode, key, true), bound(random, mode, key, false),
                    Frame.Exclusion.values()[random.nextInt(4)]);
            PlanNode.Window window = window(input, random.nextInt(4) == 0 ? List.of() : List.of(PART), orderKeys, frame, calls(random));
            List<List<Object>> expected = new WindowReference(window).evaluate(rows);
            try {
                runner.expect(window, expected);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("case " + n + ": " + window, e);
            }
        }
    }

    @Test
    void longFramesAndManyPartitions() {
        int count = 40_000;
        List<List<Object>> rows = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < count; i++) {
            rows.add(PlanRunner.row(i, i < count / 2 ? "one" : "p" + i / 3, i, (double) i, null, null, (long) random.nextInt(1000), true));
        }
        PlanNode input = runner.table("large", SCHEMA, rows);
        Frame running =
                new Frame(Frame.FrameMode.ROWS, new Bound(BoundKind.UNBOUNDED_PRECEDING, null), new Bound(BoundKind.CURRENT_ROW, null),
                        Frame.Exclusion.NO_OTHERS);
        Frame sliding = new Frame(Frame.FrameMode.ROWS, new Bound(BoundKind.PRECEDING, Expr.literal(5000, SqlType.INTEGER)),
                new Bound(BoundKind.FOLLOWING, Expr.literal(100, SqlType.INTEGER)), Frame.Exclusion.NO_OTHERS);
        for (Frame frame : Arrays.asList(running, sliding)) {
            List<List<Object>> expected = new ArrayList<>();
            int start = 0;
            for (int i = 0; i < count; i++) {
                start = i > 0 && rows.get(i).get(PART).equals(rows.get(i - 1).get(PART)) ? start : i;
                int end = i;
                if (frame == sliding) {
                    while (end + 1 < count && end < i + 100 && rows.get(end + 1).get(PART).equals(rows.get(i).get(PART))) {
                        end++;
                    }
                }
                int from = frame == sliding ? Math.max(start, i - 5000) : start;
                List<Object> row = new ArrayList<>(rows.get(i));
                row.add(prefix(rows, end) - prefix(rows, from - 1));
                row.add((long) end - from + 1);
                expected.add(row);
            }
            runner.expectLarge(
                    window(input, List.of(PART), List.of(SortKey.ascending(ID)), frame, List.of(
                            AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, Expr.column(V, SqlType.BIGINT)),
                            AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT))),
                    expected);
        }
    }

    private long[] prefixes;

    private long prefix(List<List<Object>> rows, int index) {
        if (prefixes == null) {
            prefixes = new long[rows.size() + 1];
            for (int i = 0; i < rows.size(); i++) {
                prefixes[i + 1] = prefixes[i] + (Long) rows.get(i).get(V);
            }
        }
        return prefixes[index + 1];
    }
}
