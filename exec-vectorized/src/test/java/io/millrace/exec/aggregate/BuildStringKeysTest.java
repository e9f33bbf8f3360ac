package io.millrace.exec.aggregate;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Groups by strings of a join's build side, which share their codes: build rows of equal strings, NULLs, facts without a partner, groups by the hundred
 * thousand and few of them, one set and several; against plain Java.
 */
class BuildStringKeysTest {
    private static final Schema FACTS = schema("f_item", SqlType.INTEGER, "f_day", SqlType.INTEGER, "f_value", SqlType.INTEGER);
    private static final Schema ITEMS =
            schema("id", SqlType.INTEGER, "brand", SqlType.VARCHAR, "name", SqlType.VARCHAR, "size", SqlType.INTEGER, "class",
                    SqlType.VARCHAR);

    private final PlanRunner runner = new PlanRunner();

    @AfterEach
    void close() {
        runner.close();
    }

    /** {@code days}: distinct values of a key of the facts' own; {@code stride}: what they are apart, so that late ones do not fit into few bits. */
    @ParameterizedTest
    @CsvSource({
            "INNER,  400,   3,     1, false",
            "LEFT,   400,   3,     1, false",
            "LEFT,   30000, 7,     1, false",
            "INNER,  30000, 5, 90000, false",
            "LEFT,   3000,  4,     1, true",
            "LEFT,   30000, 3, 90000, true"})
    void groupsByValuesAndNotByBuildRows(JoinKind kind, int items, int days, int stride, boolean rolledUp) {
        Random random = new Random(items + days);
        List<List<Object>> itemRows = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            int same = i % (items * 2 / 3);
            itemRows.add(row(
                    i, same % 7 == 0 ? null : "brand " + same % 61, same % 11 == 0 ? null : "name of item " + same, same % 13,
                    same % 5 == 0 ? null : "class" + same % 17));
        }
        List<List<Object>> factRows = new ArrayList<>();
        int facts = Math.max(20_000, items * 4);
        for (int i = 0; i < facts; i++) {
            int day = i < facts / 2 ? random.nextInt(days) : random.nextInt(days) * stride;
            factRows.add(row(random.nextInt(items * 11 / 10), random.nextInt(50) == 0 ? null : day, random.nextInt(100)));
        }
        PlanNode.Join join = new PlanNode.Join(
                runner.table("facts", FACTS, factRows), runner.table("items", ITEMS, itemRows), kind, List.of(0), List.of(0),
                List.of(false),
                null);
        List<Integer> keys = List.of(4, 1, 5, 7, 6);
        List<List<Integer>> sets = rolledUp
                ? List.of(List.of(0, 1, 2, 3, 4), List.of(0, 1, 2, 3), List.of(0, 2), List.of(0), List.of())
                : List.of(List.of(0, 1, 2, 3, 4));
        PlanNode plan = AggregateOperatorTest.aggregate(
                join, keys, sets, AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT),
                AggregateCall.of(AggregateFunction.SUM, SqlType.BIGINT, Expr.column(2, SqlType.INTEGER)));
        runner.expectLarge(plan, expected(kind, factRows, itemRows, keys, sets));
    }

    private static List<List<Object>> expected(
            JoinKind kind, List<List<Object>> facts, List<List<Object>> items, List<Integer> keys, List<List<Integer>> sets) {
        List<List<Object>> result = new ArrayList<>();
        for (List<Integer> set : sets) {
            Map<List<Object>, long[]> groups = new LinkedHashMap<>();
            for (List<Object> fact : facts) {
                int item = (int) fact.get(0);
                if (item >= items.size() && kind == JoinKind.INNER) {
                    continue;
                }
                List<Object> joined = new ArrayList<>(fact);
                joined.addAll(item < items.size() ? items.get(item) : row(null, null, null, null, null));
                List<Object> key = new ArrayList<>();
                for (int k = 0; k < keys.size(); k++) {
                    key.add(set.contains(k) ? joined.get(keys.get(k)) : null);
                }
                long[] sums = groups.computeIfAbsent(key, k -> new long[2]);
                sums[0]++;
                sums[1] += (int) fact.get(2);
            }
            groups.forEach((key, sums) -> {
                List<Object> group = new ArrayList<>(key);
                group.add(sums[0]);
                group.add(sums[1]);
                result.add(group);
            });
        }
        return result;
    }
}
