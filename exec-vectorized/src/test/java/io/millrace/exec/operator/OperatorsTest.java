package io.millrace.exec.operator;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.plan.PlanNode.SetOperation.SetKind;
import io.millrace.common.plan.PlanNode.WindowAssign.WindowKind;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OperatorsTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final Schema PAIR = schema("a", SqlType.INTEGER, "b", SqlType.VARCHAR);
    private static final Schema EDGES = schema("from", SqlType.INTEGER, "to", SqlType.INTEGER);

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    private static List<List<Object>> pairs(Random random, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(row(random.nextInt(4) == 0 ? null : (Object) random.nextInt(3),
                    random.nextInt(4) == 0 ? null : "s" + random.nextInt(2)));
        }
        return rows;
    }

    @Test
    void setOperations() {
        Random random = new Random(1);
        for (int round = 0; round < 5; round++) {
            List<List<Object>> left = pairs(random, random.nextInt(30));
            List<List<Object>> right = pairs(random, random.nextInt(20));
            for (SetKind kind : SetKind.values()) {
                for (boolean all : new boolean[] {true, false}) {
                    List<List<Object>> rest = new ArrayList<>(right);
                    List<List<Object>> expected = new ArrayList<>();
                    for (List<Object> row : left) {
                        boolean found = all ? rest.remove(row) : right.contains(row);
                        if (found == (kind == SetKind.INTERSECT) && (all || !expected.contains(row))) {
                            expected.add(row);
                        }
                    }
                    RUNNER.expect(new PlanNode.SetOperation(RUNNER.table("l", PAIR, left), RUNNER.table("r", PAIR, right), kind, all),
                            expected);
                }
            }
        }
    }

    /** Two equal aggregations are computed once; a join of them, and a union, must see all rows of both. */
    @Test
    void subplansHeldTwice() {
        List<List<Object>> rows = pairs(new Random(3), 200);
        List<List<Object>> groups = new ArrayList<>();
        for (Object key : new HashSet<>(rows.stream().map(r -> r.get(0)).toList())) {
            groups.add(row(key, rows.stream().filter(r -> Objects.equals(r.get(0), key)).count()));
        }
        List<List<Object>> joined = new ArrayList<>();
        List<List<Object>> both = new ArrayList<>();
        for (List<Object> group : groups) {
            both.add(group);
            both.add(group);
            if (group.get(0) != null) {
                joined.add(row(group.get(0), group.get(1), group.get(0), group.get(1)));
            }
        }
        PlanNode.Scan table = RUNNER.table("t", PAIR, rows);
        RUNNER.expect(new PlanNode.Join(counts(table), counts(table), JoinKind.INNER, List.of(0), List.of(0), List.of(false), null),
                joined);
        RUNNER.expect(new PlanNode.Union(List.of(counts(table), counts(table)), counts(table).schema()), both);
        // What a join above knows of one reader's keys must not be kept from the other
        PlanNode one = new PlanNode.Join(
                counts(table), RUNNER.table("k", EDGES, List.of(row(1, 1))), JoinKind.LEFT_SEMI, List.of(0), List.of(0), List.of(false),
                null);
        List<List<Object>> expected = new ArrayList<>(groups);
        groups.stream().filter(g -> Objects.equals(g.get(0), 1)).forEach(expected::add);
        RUNNER.expect(new PlanNode.Union(List.of(one, counts(table)), one.schema()), expected);
    }

    private static PlanNode counts(PlanNode input) {
        return new PlanNode.Aggregate(
                input, List.of(0), List.of(List.of(0)), List.of(AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT)),
                AggregatePhase.SINGLE, schema("a", SqlType.INTEGER, "n", SqlType.BIGINT));
    }

    @Test
    void singleRow() {
        RUNNER.expect(new PlanNode.SingleRow(RUNNER.table("t", PAIR, List.of(row(1, "x")))), row(1, "x"));
        RUNNER.expect(new PlanNode.SingleRow(RUNNER.table("t", PAIR, List.of())), row(null, null));
        PlanNode two = new PlanNode.SingleRow(RUNNER.table("t", PAIR, List.of(row(1, "x"), row(1, "x"))));
        MillraceException refused = assertThrows(MillraceException.class, () -> RUNNER.expect(two, row(1, "x")));
        assertEquals(ErrorCode.CARDINALITY_VIOLATION, refused.code());
    }

    @Test
    void unnest() {
        SqlType struct = SqlType.row(List.of(Field.of("x", SqlType.INTEGER), Field.of("y", SqlType.VARCHAR)));
        Schema input = schema(
                "id", SqlType.INTEGER, "n", SqlType.array(SqlType.INTEGER), "m", SqlType.map(SqlType.VARCHAR, SqlType.BIGINT), "r",
                SqlType.array(struct));
        Map<String, Long> map = new LinkedHashMap<>();
        map.put("k", 5L);
        map.put("l", null);
        List<Object> longList = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            longList.add(i);
        }
        PlanNode scan = RUNNER.table("t", input, List.of(
                row(1, List.of(10, 11, 12), map, List.of(row(1, "a"))),
                row(2, List.of(), new LinkedHashMap<>(), List.of()),
                row(3, null, null, null),
                row(4, longList, new LinkedHashMap<>(), row((Object) null))));
        List<Expr> collections =
                List.of(Expr.column(1, input.type(1)), Expr.column(2, input.type(2)), Expr.column(3, input.type(3)));
        Schema output = input.concat(schema(
                "e", SqlType.INTEGER, "k", SqlType.VARCHAR, "v", SqlType.BIGINT, "x", SqlType.INTEGER, "y", SqlType.VARCHAR, "o",
                SqlType.BIGINT));
        for (boolean outer : new boolean[] {false, true}) {
            List<List<Object>> expected = new ArrayList<>();
            expected.add(row(1, 10, "k", 5L, 1, "a", 1L));
            expected.add(row(1, 11, "l", null, null, null, 2L));
            expected.add(row(1, 12, null, null, null, null, 3L));
            if (outer) {
                expected.add(row(2, null, null, null, null, null, null));
                expected.add(row(3, null, null, null, null, null, null));
            }
            for (int i = 0; i < 20; i++) {
                expected.add(row(4, i, null, null, null, null, i + 1L));
            }
            PlanNode unnest = new PlanNode.Unnest(scan, collections, true, outer, output);
            RUNNER.expect(select(unnest, 0, 4, 5, 6, 7, 8, 9), expected);
        }
    }

    private static PlanNode select(PlanNode input, Integer... columns) {
        List<Expr> expressions = new ArrayList<>();
        for (int c : columns) {
            expressions.add(Expr.column(c, input.schema().type(c)));
        }
        return new PlanNode.Project(input, expressions, input.schema().select(List.of(columns)));
    }

    private static LocalDateTime at(String time) {
        return LocalDateTime.parse(time);
    }

    private static PlanNode assign(PlanNode input, WindowKind kind, long size, long slide, long offset, Integer... keys) {
        SqlType time = input.schema().type(0);
        Schema schema = input.schema().concat(schema("window_start", time, "window_end", time));
        long minute = 60_000_000L;
        return new PlanNode.WindowAssign(input, kind, 0, size * minute, slide * minute, offset * minute, List.of(keys), schema);
    }

    @Test
    void timeWindows() {
        for (SqlType time : List.of(SqlType.TIMESTAMP, SqlType.timestamp(9))) {
            PlanNode scan = RUNNER.table("t", schema("ts", time), List.of(
                    row(at("1969-12-31T23:59:59")), row(at("2024-01-01T00:10:00")), row((Object) null)));
            RUNNER.expect(
                    assign(scan, WindowKind.TUMBLE, 10, 0, 0),
                    row(at("1969-12-31T23:59:59"), at("1969-12-31T23:50"), at("1970-01-01T00:00")),
                    row(at("2024-01-01T00:10:00"), at("2024-01-01T00:10"), at("2024-01-01T00:20")));
            RUNNER.expect(
                    assign(scan, WindowKind.TUMBLE, 10, 0, 3),
                    row(at("1969-12-31T23:59:59"), at("1969-12-31T23:53"), at("1970-01-01T00:03")),
                    row(at("2024-01-01T00:10:00"), at("2024-01-01T00:03"), at("2024-01-01T00:13")));
            RUNNER.expect(
                    assign(scan, WindowKind.HOP, 10, 5, 0),
                    row(at("1969-12-31T23:59:59"), at("1969-12-31T23:50"), at("1970-01-01T00:00")),
                    row(at("1969-12-31T23:59:59"), at("1969-12-31T23:55"), at("1970-01-01T00:05")),
                    row(at("2024-01-01T00:10:00"), at("2024-01-01T00:05"), at("2024-01-01T00:15")),
                    row(at("2024-01-01T00:10:00"), at("2024-01-01T00:10"), at("2024-01-01T00:20")));
            RUNNER.expect(
                    assign(scan, WindowKind.CUMULATE, 15, 5, 0),
                    row(at("1969-12-31T23:59:59"), at("1969-12-31T23:45"), at("1970-01-01T00:00")),
                    row(at("2024-01-01T00:10:00"), at("2024-01-01T00:00"), at("2024-01-01T00:15")));
        }
    }

    @Test
    void sessions() {
        PlanNode scan = RUNNER.table("t", schema("ts", SqlType.TIMESTAMP, "k", SqlType.VARCHAR), List.of(
                row(at("2024-01-01T00:00"), "a"), row(at("2024-01-01T00:05"), "a"), row(at("2024-01-01T00:11"), "a"),
                row(at("2024-01-01T00:03"), null), row(at("2024-01-01T00:02"), null), row(null, "a")));
        RUNNER.expect(
                assign(scan, WindowKind.SESSION, 5, 0, 0, 1),
                row(at("2024-01-01T00:00"), "a", at("2024-01-01T00:00"), at("2024-01-01T00:10")),
                row(at("2024-01-01T00:05"), "a", at("2024-01-01T00:00"), at("2024-01-01T00:10")),
                row(at("2024-01-01T00:11"), "a", at("2024-01-01T00:11"), at("2024-01-01T00:16")),
                row(at("2024-01-01T00:03"), null, at("2024-01-01T00:02"), at("2024-01-01T00:08")),
                row(at("2024-01-01T00:02"), null, at("2024-01-01T00:02"), at("2024-01-01T00:08")));
    }

    private static PlanNode reachable(List<List<Object>> edges, int from, boolean all) {
        Schema node = schema("node", SqlType.INTEGER);
        PlanNode seed = new PlanNode.Values(node, List.of(List.of(Expr.literal(from, SqlType.INTEGER))));
        PlanNode join = new PlanNode.Join(
                new PlanNode.WorkTable("w", node), RUNNER.table("edges", EDGES, edges), JoinKind.INNER, List.of(0), List.of(0),
                List.of(false), null);
        PlanNode step = new PlanNode.Project(join, List.of(Expr.column(2, SqlType.INTEGER)), node);
        return new PlanNode.Recursion(seed, step, "w", all);
    }

    @Test
    void recursion() {
        Random random = new Random(5);
        List<List<Object>> edges = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            edges.add(row(random.nextInt(40), random.nextInt(40)));
        }
        Set<Object> reached = new HashSet<>(Set.of(7));
        for (int size = 0; size != reached.size();) {
            size = reached.size();
            edges.stream().filter(e -> reached.contains(e.get(0))).forEach(e -> reached.add(e.get(1)));
        }
        RUNNER.expect(reachable(edges, 7, false), reached.stream().map(n -> row(n)).toList());

        List<List<Object>> tree = List.of(row(1, 2), row(1, 3), row(2, 4), row(3, 4), row(4, 5));
        RUNNER.expect(reachable(tree, 1, true), row(1), row(2), row(3), row(4), row(4), row(5), row(5));
    }

    @Test
    void recursionWithoutEndEndsWithItsReader() {
        PlanNode loop = reachable(List.of(row(1, 2), row(2, 1)), 1, true);
        PlanNode first = new PlanNode.Sort(loop, List.of(), 0, 3, false);
        RUNNER.expect(first, row(1), row(2), row(1));
        RUNNER.cancelAfterFirstBatch(loop);
    }

    @Test
    void cancelledWhileJoining() {
        List<List<Object>> rows = pairs(new Random(2), 500);
        PlanNode cross = new PlanNode.Join(
                RUNNER.table("l", PAIR, rows), RUNNER.table("r", PAIR, rows), JoinKind.FULL, List.of(), List.of(), List.of(), null);
        RUNNER.cancelAfterFirstBatch(cross);
    }
}
