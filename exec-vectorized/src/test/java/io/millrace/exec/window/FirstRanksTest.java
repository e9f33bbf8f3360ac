package io.millrace.exec.window;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters on ranks, against the same filter over the window's whole answer. */
class FirstRanksTest {
    private static final Schema SCHEMA =
            schema("id", SqlType.INTEGER, "part", SqlType.VARCHAR, "n", SqlType.INTEGER, "price", SqlType.decimal(30, 2));

    private final PlanRunner runner = new PlanRunner();

    @AfterEach
    void close() {
        runner.close();
    }

    @ParameterizedTest
    @CsvSource({
            "RANK,       LESS_OR_EQUAL, 5,   false, true",
            "RANK,       LESS,          3,   true,  true",
            "RANK,       EQUAL,         2,   true,  false",
            "ROW_NUMBER, LESS_OR_EQUAL, 1,   false, true",
            "ROW_NUMBER, LESS_OR_EQUAL, 40,  true,  false",
            "DENSE_RANK, LESS_OR_EQUAL, 2,   false, true",
            "RANK,       LESS_OR_EQUAL, 500, false, false"})
    void firstRanksAreThoseOfAllRows(AggregateFunction function, Function comparison, long most, boolean descending, boolean partitioned) {
        Random random = new Random(most);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(row(
                    i, random.nextInt(9) == 0 ? null : "part " + random.nextInt(7), random.nextInt(9) == 0 ? null : random.nextInt(400),
                    new BigDecimal(random.nextInt(1000)).movePointLeft(2)));
        }
        List<Field> fields = new ArrayList<>(SCHEMA.fields());
        fields.add(new Field("r", SqlType.BIGINT, false));
        Frame frame = new Frame(
                Frame.FrameMode.RANGE, new Bound(BoundKind.UNBOUNDED_PRECEDING, null), new Bound(BoundKind.CURRENT_ROW, null),
                Frame.Exclusion.NO_OTHERS);
        PlanNode window = new PlanNode.Window(
                runner.table("t", SCHEMA, rows), partitioned ? List.of(1) : List.of(), List.of(new SortKey(2, descending, !descending)),
                frame,
                List.of(AggregateCall.of(function, SqlType.BIGINT)), new Schema(fields));
        PlanNode filter = new PlanNode.Filter(window, Expr.call(comparison, SqlType.BOOLEAN,
                Expr.column(SCHEMA.size(), SqlType.BIGINT), Expr.literal(most, SqlType.BIGINT)));
        List<List<Object>> expected =
                runner.run(window).stream().filter(r -> passes((long) r.get(SCHEMA.size()), comparison, most)).toList();
        runner.expectLarge(filter, expected);
    }

    private static boolean passes(long rank, Function comparison, long most) {
        return switch (comparison) {
            case LESS -> rank < most;
            case EQUAL -> rank == most;
            default -> rank <= most;
        };
    }
}
