package io.millrace.exec;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Whatever the limit, a plan gives its rows or says that memory is short, and either way nothing stays allocated. */
class MemoryLimitTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final Schema SCHEMA = schema("k", SqlType.INTEGER, "s", SqlType.VARCHAR, "a", SqlType.array(SqlType.INTEGER));

    @AfterAll
    static void stop() {
        RUNNER.close();
    }

    private static PlanNode table(String name, int rows) {
        Random random = new Random(rows);
        List<List<Object>> data = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            data.add(row(random.nextInt(rows), random.nextInt(9) == 0 ? null : "value " + random.nextInt(rows), List.of(i, i + 1)));
        }
        return RUNNER.table(name, SCHEMA, data);
    }

    private static void sweep(PlanNode plan) {
        List<String> want = PlanRunner.sorted(RUNNER.run(plan, new Regime(512, 1, Regime.ENOUGH)));
        for (long limit = 1 << 14; limit < 8 << 20; limit += limit / 3) {
            Regime regime = new Regime(512, 1, limit);
            try {
                assertEquals(want, PlanRunner.sorted(RUNNER.run(plan, regime)), regime.toString());
            } catch (MillraceException e) {
                assertEquals(ErrorCode.OUT_OF_MEMORY, e.code(), () -> regime + ": " + e);
                assertEquals(
                        0, e.getSuppressed().length,
                        () -> regime + ": " + e.getSuppressed()[0] + " after " + String.join(" < ", Stream.of(e.getStackTrace()).limit(9)
                                .map(f -> f.getFileName() + ":" + f.getLineNumber()).toList()));
            }
        }
    }

    @Test
    void joins() {
        for (JoinKind kind : List.of(JoinKind.FULL, JoinKind.LEFT_ANTI)) {
            sweep(new PlanNode.Join(table("l", 3000), table("r", 4000), kind, List.of(0), List.of(0), List.of(false), null));
            sweep(new PlanNode.Join(table("l", 3000), table("r", 4000), kind, List.of(1, 2), List.of(1, 2), List.of(true, false), null));
        }
    }

    @Test
    void subplansHeldTwice() {
        PlanNode input = table("t", 3000);
        Schema schema = schema("k", SqlType.INTEGER, "s", SqlType.VARCHAR, "n", SqlType.BIGINT);
        PlanNode groups = new PlanNode.Aggregate(
                input, List.of(0, 1), List.of(List.of(0, 1)), List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)),
                AggregatePhase.SINGLE, schema);
        sweep(new PlanNode.Union(List.of(groups, groups), schema));
    }

    @Test
    void aggregations() {
        AggregateCall[] calls = {
                AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT),
                AggregateCall.of(AggregateFunction.MIN, SqlType.VARCHAR, Expr.column(1, SqlType.VARCHAR)),
                AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, Expr.column(0, SqlType.INTEGER)),
                new AggregateCall(
                        AggregateFunction.COUNT, List.of(Expr.column(1, SqlType.VARCHAR)), true, -1, List.of(), false, SqlType.BIGINT),
                new AggregateCall(
                        AggregateFunction.ARRAY_AGG, List.of(Expr.column(1, SqlType.VARCHAR)), false, -1, List.of(SortKey.ascending(1)),
                        false,
                        SqlType.array(SqlType.VARCHAR)),
        };
        Schema schema = schema(
                "k", SqlType.INTEGER, "c", SqlType.BIGINT, "m", SqlType.VARCHAR, "s", SqlType.BIGINT, "d", SqlType.BIGINT, "l",
                SqlType.array(SqlType.VARCHAR));
        sweep(new PlanNode.Aggregate(table("t", 5000), List.of(0), List.of(List.of(0)), List.of(calls), AggregatePhase.SINGLE, schema));
    }

    @Test
    void sorts() {
        sweep(new PlanNode.Sort(table("t", 5000), List.of(SortKey.ascending(1)), 0, -1, false));
    }
}
