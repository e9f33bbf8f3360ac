package io.millrace.exec.join;

import static io.millrace.exec.PlanRunner.row;
import static io.millrace.exec.PlanRunner.schema;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinOperatorTest {
    private static final PlanRunner RUNNER = new PlanRunner();
    private static final List<List<SqlType>> KEYS = List.of(
            List.of(),
            List.of(SqlType.BIGINT),
            List.of(SqlType.INTEGER),
            List.of(SqlType.VARCHAR),
            List.of(SqlType.decimal(30, 2)),
            List.of(SqlType.DOUBLE),
            List.of(SqlType.BOOLEAN),
            List.of(SqlType.character(4)),
            List.of(SqlType.array(SqlType.INTEGER)),
            List.of(SqlType.BIGINT, SqlType.BIGINT),
            List.of(SqlType.INTEGER, SqlType.DATE),
            List.of(SqlType.INTEGER, SqlType.BOOLEAN, SqlType.DOUBLE),
            List.of(SqlType.BIGINT, SqlType.VARCHAR),
            List.of(SqlType.BIGINT, SqlType.BIGINT, SqlType.INTEGER));

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    /** Key columns, a payload, and a BOOLEAN that the residual reads. */
    private static Schema side(String prefix, List<SqlType> keys) {
        List<Object> fields = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            fields.add(prefix + "k" + k);
            fields.add(keys.get(k));
        }
        fields.addAll(List.of(prefix + "v", SqlType.VARCHAR, prefix + "b", SqlType.BOOLEAN));
        return schema(fields.toArray());
    }

    private static Object value(SqlType type, int n) {
        return switch (type.kind()) {
            case BIGINT -> n * 1_000_000_007L - 3;
            case INTEGER -> n - 2;
            case BOOLEAN -> n % 2 == 0;
            case VARCHAR -> "key " + n;
            case CHAR -> n % 3 == 0 ? "k" + n / 3 + " " : "k" + n / 3;
            case DECIMAL -> new BigDecimal(BigInteger.valueOf(n).shiftLeft(70), 2);
            case DOUBLE -> n == 0 ? -0.0 : n == 1 ? 0.0 : n == 2 ? Double.NaN : n / 4.0;
            case DATE -> LocalDate.ofEpochDay(n - 5);
            case ARRAY -> IntStream.range(0, n % 4).boxed().toList();
            default -> throw new AssertionError(type);
        };
    }

    private static List<List<Object>> rows(Random random, String prefix, List<SqlType> keys, int count, int domain, int nullPercent) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (SqlType key : keys) {
                row.add(random.nextInt(100) < nullPercent ? null : value(key, random.nextInt(domain)));
            }
            row.add(prefix + i % 11);
            row.add(random.nextInt(5) == 0 ? null : (Object) random.nextBoolean());
            rows.add(row);
        }
        return rows;
    }

    private record Sample(PlanNode.Join plan, List<List<Object>> left, List<List<Object>> right, List<List<Object>> expected) {}

    private static Sample sample(Random random, JoinKind kind, List<SqlType> keys, int most, int domain, int residualSide) {
        int nullPercent = random.nextInt(3) * 20;
        List<List<Object>> left = rows(random, "l", keys, random.nextInt(most), domain, nullPercent);
        List<List<Object>> right = rows(random, "r", keys, random.nextInt(most), domain, random.nextBoolean() ? 0 : nullPercent);
        PlanNode leftScan = RUNNER.table("l", side("l", keys), left);
        PlanNode rightScan = RUNNER.table("r", side("r", keys), right);
        List<Integer> keyColumns = IntStream.range(0, keys.size()).boxed().toList();
        List<Boolean> nullSafe = keyColumns.stream().map(k -> random.nextInt(4) == 0).toList();
        int width = keys.size() + 2;
        Expr residual = switch (residualSide) {
            case 0 -> null;
            case 1 -> Expr.column(width - 1, SqlType.BOOLEAN);
            default -> Expr.column(2 * width - 1, SqlType.BOOLEAN);
        };
        BiPredicate<List<Object>, List<Object>> test = switch (residualSide) {
            case 0 -> (l, r) -> true;
            case 1 -> (l, r) -> Boolean.TRUE.equals(l.get(width - 1));
            default -> (l, r) -> Boolean.TRUE.equals(r.get(width - 1));
        };
        PlanNode.Join plan = new PlanNode.Join(leftScan, rightScan, kind, keyColumns, keyColumns, nullSafe, residual);
        return new Sample(plan, left, right, new ReferenceJoin(plan, test).rows(left, right));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void everyKeyTypeAgreesWithTheReference(JoinKind kind) {
        Random random = new Random(42 + kind.ordinal());
        for (List<SqlType> keys : KEYS) {
            for (int residualSide = 0; residualSide < 3; residualSide++) {
                Sample sample = sample(random, kind, keys, 40, 3 + random.nextInt(20), residualSide);
                RUNNER.expect(sample.plan(), sample.expected());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void manyRowsAgreeWithTheReference(JoinKind kind) {
        Random random = new Random(7 + kind.ordinal());
        for (List<SqlType> keys : List.of(KEYS.get(1), KEYS.get(3), KEYS.get(9), KEYS.get(12))) {
            Sample sample = large(random, kind, keys, 800, 9_000);
            RUNNER.expectLarge(sample.plan(), sample.expected());
        }
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void littleMemoryGivesTheSameRows(JoinKind kind) {
        Random random = new Random(17 + kind.ordinal());
        for (List<SqlType> keys : List.of(KEYS.get(1), KEYS.get(3), KEYS.get(9))) {
            Sample sample = large(random, kind, keys, 400, 12_000);
            RUNNER.expectSpilled(sample.plan(), 1 << 20, sample.expected());
        }
        // one key has all rows: the partition is larger than the memory
        Sample skewed = large(random, kind, KEYS.get(1), 4, 40_000);
        RUNNER.expectSpilled(skewed.plan(), 3 << 20, skewed.expected());
        if (kind == JoinKind.LEFT || kind == JoinKind.FULL) {
            Sample withoutKeys = large(random, kind, KEYS.get(0), 4, 40_000);
            RUNNER.expectSpilled(withoutKeys.plan(), 1 << 20, withoutKeys.expected());
        }
    }

    private static Sample large(Random random, JoinKind kind, List<SqlType> keys, int leftRows, int rightRows) {
        int domain = leftRows < 100 ? 2 : 20_000;
        List<List<Object>> left = rows(random, "l", keys, leftRows, domain, 10);
        List<List<Object>> right = rows(random, "r", keys, rightRows, domain, kind == JoinKind.LEFT_ANTI_NULL_AWARE ? 0 : 10);
        List<Integer> keyColumns = IntStream.range(0, keys.size()).boxed().toList();
        List<Boolean> nullSafe = keyColumns.stream().map(k -> false).toList();
        PlanNode.Join plan = new PlanNode.Join(
                RUNNER.table("l", side("l", keys), left), RUNNER.table("r", side("r", keys), right), kind, keyColumns, keyColumns, nullSafe,
                null);
        return new Sample(plan, left, right, new ReferenceJoin(plan, (l, r) -> true).rows(left, right));
    }

    @ParameterizedTest
    @EnumSource(JoinKind.class)
    void emptySidesAndUnreadColumns(JoinKind kind) {
        Random random = new Random(3);
        List<SqlType> keys = List.of(SqlType.BIGINT);
        for (int empty = 0; empty < 4; empty++) {
            List<List<Object>> left = empty % 2 == 1 ? List.of() : rows(random, "l", keys, 20, 10, 20);
            List<List<Object>> right = empty >= 2 ? List.of() : rows(random, "r", keys, 20, 10, 20);
            PlanNode leftScan = RUNNER.table("l", side("l", keys), left);
            PlanNode rightScan = RUNNER.table("r", side("r", keys), right);
            PlanNode.Join join = new PlanNode.Join(leftScan, rightScan, kind, List.of(0), List.of(0), List.of(false), null);
            List<List<Object>> expected = new ReferenceJoin(join, (l, r) -> true).rows(left, right);
            RUNNER.expect(join, expected);
            int last = join.schema().size() - 1;
            PlanNode narrow = new PlanNode.Project(
                    join, List.of(Expr.column(last, join.schema().type(last))), join.schema().select(List.of(last)));
            RUNNER.expect(narrow, expected.stream().map(r -> row(r.get(last))).toList());
            PlanNode none = new PlanNode.Project(join, List.of(Expr.literal(1, SqlType.INTEGER)), schema("one", SqlType.INTEGER));
            RUNNER.expect(none, Collections.nCopies(expected.size(), row(1)));
        }
    }

    @Test
    void aFrequentKeyTakesLinearMemory() {
        List<SqlType> keys = List.of(SqlType.BIGINT);
        List<List<Object>> right = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            right.add(row(i % 10 == 0 ? (long) i : 5L, "r", true));
        }
        List<List<Object>> left = List.of(row(5L, "l", true), row(10L, "l", true), row(11L, "l", true));
        PlanNode.Join join = new PlanNode.Join(
                RUNNER.table("l", side("l", keys), left), RUNNER.table("r", side("r", keys), right), JoinKind.INNER, List.of(0), List.of(0),
                List.of(false), null);
        RUNNER.expectLarge(join, new ReferenceJoin(join, (l, r) -> true).rows(left, right));
    }

    @Test
    void filtersReachScansThroughJoinsBelow() {
        List<SqlType> keys = List.of(SqlType.BIGINT);
        Random random = new Random(9);
        List<List<Object>> a = rows(random, "a", keys, 3000, 3000, 5);
        List<List<Object>> b = rows(random, "b", keys, 200, 3000, 5);
        List<List<Object>> c = rows(random, "c", keys, 20, 3000, 5);
        PlanNode.Join lower = new PlanNode.Join(
                RUNNER.table("a", side("a", keys), a), RUNNER.table("b", side("b", keys), b), JoinKind.INNER, List.of(0), List.of(0),
                List.of(false), null);
        PlanNode.Join upper = new PlanNode.Join(
                lower, RUNNER.table("c", side("c", keys), c), JoinKind.LEFT_SEMI, List.of(3), List.of(0), List.of(false), null);
        List<List<Object>> below = new ReferenceJoin(lower, (l, r) -> true).rows(a, b);
        RUNNER.expectLarge(upper, new ReferenceJoin(upper, (l, r) -> true).rows(below, c));
    }
}
