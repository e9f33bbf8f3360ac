package io.millrace.exec.step;

import static io.millrace.exec.step.DataflowTest.T;
import static io.millrace.exec.step.DataflowTest.aggregate;
import static io.millrace.exec.step.DataflowTest.call;
import static io.millrace.exec.step.DataflowTest.check;
import static io.millrace.exec.step.DataflowTest.distinct;
import static io.millrace.exec.step.DataflowTest.scan;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.Frame;
import io.millrace.common.plan.PlanNode.Frame.BoundKind;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Operators that keep rows in order: view = batch answer over random inserts and deletes. */
class RetainingOperatorsTest {
    private static final SortKey BY_GROUP = new SortKey(1, true, true);
    private static final SortKey BY_NUMBER = SortKey.ascending(3);

    private static AggregateCall ordered(AggregateFunction function, SqlType type, List<SortKey> order, Expr... arguments) {
        return new AggregateCall(function, List.of(arguments), false, -1, order, false, type);
    }

    @Test
    void leastAndGreatest() {
        check(aggregate(
                scan("t"),
                List.of(1),
                call(AggregateFunction.MIN, SqlType.BIGINT, 3),
                call(AggregateFunction.MAX, SqlType.VARCHAR, 2),
                call(AggregateFunction.MAX, SqlType.DOUBLE, 4),
                call(AggregateFunction.MIN, SqlType.BOOLEAN, 5),
                call(AggregateFunction.ANY_VALUE, SqlType.decimal(10, 2), 6),
                call(AggregateFunction.MIN_BY, SqlType.VARCHAR, 2, 3),
                call(AggregateFunction.MAX_BY, SqlType.BIGINT, 3, 6)));
    }

    @Test
    void distinctArguments() {
        check(aggregate(
                scan("t"),
                List.of(1),
                distinct(AggregateFunction.COUNT, SqlType.BIGINT, 2),
                distinct(AggregateFunction.SUM, SqlType.decimal(38, 0), 3),
                distinct(AggregateFunction.MAX, SqlType.BIGINT, 3),
                new AggregateCall(AggregateFunction.COUNT, List.of(Expr.column(0, SqlType.BIGINT)), true, 5, List.of(), false,
                        SqlType.BIGINT)));
    }

    @Test
    void distinctUnderGroupingSets() {
        check(aggregate(
                scan("t"),
                List.of(1, 2),
                List.of(List.of(0, 1), List.of(1), List.of()),
                distinct(AggregateFunction.COUNT, SqlType.BIGINT, 3),
                call(AggregateFunction.MIN, SqlType.BIGINT, 3)));
    }

    @Test
    void bits() {
        check(aggregate(
                scan("t"),
                List.of(0),
                call(AggregateFunction.BIT_AND, SqlType.BIGINT, 3),
                call(AggregateFunction.BIT_OR, SqlType.BIGINT, 3),
                call(AggregateFunction.BIT_XOR, SqlType.BIGINT, 3)));
    }

    @Test
    void listsInOrder() {
        check(aggregate(
                scan("t"),
                List.of(1),
                ordered(AggregateFunction.ARRAY_AGG, SqlType.array(SqlType.BIGINT), List.of(BY_GROUP, BY_NUMBER),
                        Expr.column(3, SqlType.BIGINT)),
                ordered(AggregateFunction.ARRAY_AGG, SqlType.array(SqlType.BIGINT), List.of(), Expr.column(0, SqlType.BIGINT)),
                ordered(AggregateFunction.STRING_AGG, SqlType.VARCHAR, List.of(new SortKey(2, true, false)),
                        Expr.column(2, SqlType.VARCHAR),
                        Expr.literal(", ", SqlType.VARCHAR)),
                ordered(AggregateFunction.PERCENTILE_DISC, SqlType.BIGINT, List.of(BY_NUMBER), Expr.literal(0.5, SqlType.DOUBLE))));
    }

    @Test
    void setOperations() {
        for (PlanNode.SetOperation.SetKind kind : PlanNode.SetOperation.SetKind.values()) {
            for (boolean all : new boolean[] {false, true}) {
                PlanNode left = new PlanNode.Project(scan("t"), List.of(Expr.column(1, SqlType.INTEGER)), T.select(List.of(1)));
                PlanNode right = new PlanNode.Project(scan("u"), List.of(Expr.column(1, SqlType.INTEGER)), T.select(List.of(1)));
                check(new PlanNode.SetOperation(left, right, kind, all));
            }
        }
    }

    @Test
    void theFirstRowsOfAnOrder() {
        check(new PlanNode.Sort(scan("t"), List.of(BY_GROUP, BY_NUMBER), 0, 3, false));
        check(new PlanNode.Sort(scan("t"), List.of(BY_NUMBER), 2, 4, false));
        check(new PlanNode.Sort(scan("t"), List.of(BY_GROUP), 0, 2, true));
        check(new PlanNode.Sort(scan("t"), List.of(BY_GROUP), 1, 2, true));
        check(new PlanNode.Sort(scan("t"), List.of(new SortKey(2, false, true)), 5, -1, false));
        check(new PlanNode.Sort(scan("t"), List.of(), 0, 5, false));
        check(new PlanNode.Sort(scan("t"), List.of(BY_NUMBER), 0, 0, false));
    }

    @Test
    void aScalarSubquery() {
        PlanNode max = aggregate(scan("u"), List.of(), call(AggregateFunction.MAX, SqlType.BIGINT, 3));
        check(new PlanNode.Join(
                scan("t"), new PlanNode.SingleRow(max), PlanNode.JoinKind.LEFT, List.of(3), List.of(0), List.of(false), null));
    }

    static PlanNode.Window over(PlanNode input, List<Integer> partition, List<SortKey> order, Frame frame, AggregateCall... calls) {
        List<Field> fields = new ArrayList<>(input.schema().fields());
        for (AggregateCall call : calls) {
            fields.add(Field.of(call.function() + "" + fields.size(), call.type()));
        }
        return new PlanNode.Window(input, partition, order, frame, List.of(calls), new Schema(fields));
    }

    static Frame frame(Frame.FrameMode mode, BoundKind start, Long startOffset, BoundKind end, Long endOffset, Frame.Exclusion exclusion) {
        return new Frame(mode, bound(start, startOffset), bound(end, endOffset), exclusion);
    }

    private static Frame.Bound bound(BoundKind kind, Long offset) {
        return new Frame.Bound(kind, offset == null ? null : Expr.literal(offset, SqlType.BIGINT));
    }

    static final Frame DEFAULT = frame(
            Frame.FrameMode.RANGE, BoundKind.UNBOUNDED_PRECEDING, null, BoundKind.CURRENT_ROW, null, Frame.Exclusion.NO_OTHERS);

    @Test
    void ranks() {
        check(over(
                scan("t"), List.of(1), List.of(BY_NUMBER), DEFAULT,
                call(AggregateFunction.ROW_NUMBER, SqlType.BIGINT),
                call(AggregateFunction.RANK, SqlType.BIGINT),
                call(AggregateFunction.DENSE_RANK, SqlType.BIGINT),
                call(AggregateFunction.PERCENT_RANK, SqlType.DOUBLE),
                call(AggregateFunction.CUME_DIST, SqlType.DOUBLE),
                AggregateCall.of(AggregateFunction.NTILE, SqlType.BIGINT, Expr.literal(3, SqlType.INTEGER))));
    }

    @Test
    void neighboursAndEnds() {
        Expr number = Expr.column(3, SqlType.BIGINT);
        check(over(
                scan("t"), List.of(1), List.of(new SortKey(2, true, true)), DEFAULT,
                AggregateCall.of(AggregateFunction.LAG, SqlType.BIGINT, number),
                AggregateCall.of(AggregateFunction.LEAD, SqlType.BIGINT, number, Expr.literal(2, SqlType.INTEGER),
                        Expr.literal(-1L, SqlType.BIGINT)),
                new AggregateCall(AggregateFunction.LAG, List.of(number), false, -1, List.of(), true, SqlType.BIGINT),
                AggregateCall.of(AggregateFunction.FIRST_VALUE, SqlType.BIGINT, number),
                AggregateCall.of(AggregateFunction.LAST_VALUE, SqlType.BIGINT, number),
                AggregateCall.of(AggregateFunction.NTH_VALUE, SqlType.BIGINT, number, Expr.literal(2, SqlType.INTEGER)),
                new AggregateCall(AggregateFunction.FIRST_VALUE, List.of(number), false, -1, List.of(), true, SqlType.BIGINT)));
    }

    @Test
    void aggregatesOverFrames() {
        List<Frame> frames = new ArrayList<>(List.of(DEFAULT));
        for (Frame.FrameMode mode : Frame.FrameMode.values()) {
            for (Frame.Exclusion exclusion : Frame.Exclusion.values()) {
                frames.add(frame(mode, BoundKind.PRECEDING, 2L, BoundKind.FOLLOWING, 1L, exclusion));
            }
            frames.add(frame(mode, BoundKind.FOLLOWING, 1L, BoundKind.FOLLOWING, 2L, Frame.Exclusion.NO_OTHERS));
            frames.add(frame(mode, BoundKind.UNBOUNDED_PRECEDING, null, BoundKind.PRECEDING, 1L, Frame.Exclusion.NO_OTHERS));
            frames.add(frame(mode, BoundKind.CURRENT_ROW, null, BoundKind.UNBOUNDED_FOLLOWING, null, Frame.Exclusion.NO_OTHERS));
        }
        for (boolean descending : new boolean[] {false, true}) {
            for (Frame frame : frames) {
                new RandomSteps(over(
                        scan("t"), List.of(1), List.of(new SortKey(0, descending, descending)), frame,
                        call(AggregateFunction.COUNT, SqlType.BIGINT),
                        call(AggregateFunction.SUM, SqlType.decimal(38, 0), 3),
                        call(AggregateFunction.MIN, SqlType.BIGINT, 3),
                        AggregateCall.of(AggregateFunction.LAST_VALUE, SqlType.BIGINT, Expr.column(3, SqlType.BIGINT))),
                        DataflowTest.TABLES)
                        .steps(10)
                        .run(5);
            }
        }
    }

    private static final Schema EVENTS =
            Schema.of(Field.of("k", SqlType.BIGINT), Field.of("ts", SqlType.timestamp(6)), Field.of("n", SqlType.BIGINT));

    private static List<Object> event(RandomGenerator random) {
        List<Object> row = new ArrayList<>();
        row.add((long) random.nextInt(3));
        row.add(random.nextInt(10) == 0 ? null : LocalDateTime.of(2024, 1, 1, 0, 0).plusSeconds(random.nextInt(300)));
        row.add((long) random.nextInt(5));
        return row;
    }

    @Test
    void sessions() {
        PlanNode scan = new PlanNode.Scan("e", new ScanTarget.View("e", 0), EVENTS, List.of(0, 1, 2), List.of(), null, -1);
        Schema out = EVENTS.concat(Schema.of(Field.of("window_start", SqlType.timestamp(6)), Field.of("window_end", SqlType.timestamp(6))));
        PlanNode assign = new PlanNode.WindowAssign(
                scan, PlanNode.WindowAssign.WindowKind.SESSION, 1, 10_000_000, 0, 0, List.of(0), out);
        new RandomSteps(assign, Map.of("e", RetainingOperatorsTest::event)).run(20);
        new RandomSteps(aggregate(assign, List.of(0, 3, 4), call(AggregateFunction.COUNT, SqlType.BIGINT)),
                Map.of("e", RetainingOperatorsTest::event)).run(20);
    }
}
