package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.MatchValue.Navigation;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AfterMatch;
import io.millrace.common.plan.PlanNode.RowsPerMatch;
import io.millrace.common.plan.RowPattern;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.PlanRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Random patterns, definitions and measures, in batch and as views, against {@link ReferenceMatch}. */
class MatchTest {
    private static final Schema T = PlanRunner.schema("id", SqlType.BIGINT, "part", SqlType.INTEGER, "v", SqlType.BIGINT);
    private static final List<String> NAMES = List.of("A", "B", "C");
    private static final int PART = 1;
    private static final int V = 2;

    private static List<Object> row(RandomGenerator random) {
        return PlanRunner.row((long) random.nextInt(12), random.nextInt(2), random.nextInt(8) == 0 ? null : (long) random.nextInt(6));
    }

    private static RowPattern pattern(RandomGenerator random, int depth) {
        if (depth == 0) {
            return switch (random.nextInt(12)) {
                case 0 -> new RowPattern.Empty();
                case 1 -> random.nextBoolean() ? new RowPattern.PartitionStart() : new RowPattern.PartitionEnd();
                default -> new RowPattern.Variable(random.nextInt(NAMES.size()));
            };
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> new RowPattern.Concatenation(List.of(pattern(random, depth - 1), pattern(random, depth - 1)));
            case 3, 4 -> new RowPattern.Alternation(List.of(pattern(random, depth - 1), pattern(random, depth - 1)));
            case 5, 6 -> {
                int least = random.nextInt(3);
                int most = random.nextInt(3) == 0 ? least + 1 : RowPattern.Quantified.UNBOUNDED;
                yield new RowPattern.Quantified(pattern(random, depth - 1), least, most, random.nextBoolean());
            }
            default -> random.nextInt(3) == 0 ? new RowPattern.Exclusion(pattern(random, depth - 1)) : pattern(random, depth - 1);
        };
    }

    private static List<Integer> variables(RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> List.of();
            case 1 -> List.of(random.nextInt(NAMES.size()));
            default -> List.of(0, 2);
        };
    }

    private static Navigation navigation(RandomGenerator random, boolean running) {
        return new Navigation(variables(random), random.nextInt(3) > 0, random.nextInt(4) == 0 ? 1 : 0,
                random.nextInt(3) == 0 ? random.nextInt(3) - 1 : 0, running || random.nextBoolean());
    }

    private static MatchValue number(RandomGenerator random, boolean defining) {
        boolean running = defining || random.nextBoolean();
        Expr v = Expr.column(V, SqlType.BIGINT);
        return switch (random.nextInt(defining ? 7 : 5)) {
            case 0 -> new MatchValue.Aggregated(variables(random), running, List.of(v),
                    AggregateCall.of(AggregateFunction.MAX, SqlType.BIGINT, Expr.column(0, SqlType.BIGINT)));
            case 1 -> new MatchValue.Aggregated(variables(random), running, List.of(),
                    AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT));
            case 2 -> new MatchValue.MatchNumber();
            default -> new MatchValue.Cell(navigation(random, defining), V, SqlType.BIGINT);
        };
    }

    private static Expr definition(RandomGenerator random, int variable, List<MatchValue> values) {
        if (random.nextInt(4) == 0) {
            return Expr.literal(true, SqlType.BOOLEAN);
        }
        Expr left = random.nextInt(3) > 0
                ? read(new MatchValue.Cell(new Navigation(List.of(variable), true, 0, random.nextInt(3) - 1, true), V, SqlType.BIGINT),
                        values)
                : read(number(random, true), values);
        Expr right = random.nextInt(3) == 0 ? Expr.literal((long) random.nextInt(6), SqlType.BIGINT) : read(number(random, true), values);
        Function comparison = List.of(Function.LESS, Function.GREATER, Function.NOT_EQUAL).get(random.nextInt(3));
        Expr first = Expr.call(comparison, SqlType.BOOLEAN, left, right);
        return random.nextInt(4) > 0 ? first
                : Expr.call(Function.AND, SqlType.BOOLEAN, first, Expr.call(Function.NOT_EQUAL, SqlType.BOOLEAN,
                        read(new MatchValue.Classifier(new Navigation(List.of(), true, 0, -1, true)), values),
                        Expr.literal("B", SqlType.VARCHAR)));
    }

    private static Expr read(MatchValue value, List<MatchValue> values) {
        values.add(value);
        return Expr.column(values.size() - 1, value.type());
    }

    private static PlanNode.Match plan(RandomGenerator random, PlanNode input) {
        List<MatchValue> defined = new ArrayList<>();
        List<Expr> definitions = new ArrayList<>();
        for (int v = 0; v < NAMES.size(); v++) {
            definitions.add(definition(random, v, defined));
        }
        List<MatchValue> measured = new ArrayList<>(List.of(
                number(random, false), number(random, false), new MatchValue.Classifier(navigation(random, false)),
                new MatchValue.Exists(navigation(random, false)),
                new MatchValue.Aggregated(variables(random), random.nextBoolean(), List.of(Expr.column(V, SqlType.BIGINT)),
                        AggregateCall.of(AggregateFunction.SUM, SqlType.decimal(38, 0), Expr.column(0, SqlType.BIGINT))),
                new MatchValue.Aggregated(variables(random), random.nextBoolean(),
                        List.of(Expr.column(MatchValue.classifierColumn(T.size()), SqlType.VARCHAR)),
                        AggregateCall.of(AggregateFunction.ARRAY_AGG, SqlType.array(SqlType.VARCHAR), Expr.column(0, SqlType.VARCHAR)))));
        RowsPerMatch rows = RowsPerMatch.values()[random.nextInt(4)];
        List<Integer> keys = random.nextBoolean() ? List.of(PART) : List.of();
        List<Field> fields = new ArrayList<>();
        if (rows == RowsPerMatch.ONE_ROW) {
            keys.forEach(k -> fields.add(T.field(k)));
        } else {
            fields.addAll(T.fields());
        }
        List<Expr> measures = new ArrayList<>();
        for (MatchValue value : measured) {
            measures.add(Expr.column(measures.size(), value.type()));
            fields.add(Field.of("m" + fields.size(), value.type()));
        }
        AfterMatch.SkipTo to = AfterMatch.SkipTo.values()[random.nextInt(6) == 0 ? 2 + random.nextInt(2) : random.nextInt(2)];
        AfterMatch after = new AfterMatch(to, to.ordinal() < 2 ? List.of() : List.of(random.nextInt(3)));
        return new PlanNode.Match(input, keys, List.of(SortKey.ascending(0)), pattern(random, 1 + random.nextInt(4)), NAMES, defined,
                definitions, -1, after, rows, measured, measures, new Schema(fields));
    }

    @Test
    void batchesFindWhatBacktrackingFinds() {
        for (int seed = 0; seed < 400; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            List<List<Object>> rows = new ArrayList<>();
            for (int i = random.nextInt(14); i > 0; i--) {
                rows.add(row(random));
            }
            try (PlanRunner runner = new PlanRunner()) {
                PlanNode.Match plan = plan(random, runner.table("t", T, rows));
                runner.expectLarge(plan, ReferenceMatch.rows(plan, new ArrayList<>(rows)));
            } catch (ReferenceMatch.CannotSkip e) {
                continue;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void viewsShowWhatBacktrackingFinds() {
        for (int seed = 1000; seed < 1060; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            PlanNode scan = new PlanNode.Scan("t", new ScanTarget.View("t", 0), T, List.of(0, 1, 2), List.of(), null, -1);
            PlanNode.Match plan = plan(random, scan);
            if (plan.after().variables().isEmpty()) {
                Map<String, RandomSteps.RowMaker> tables = Map.of("t", MatchTest::row);
                try {
                    new RandomSteps(plan, tables).steps(8).run(2);
                    new RandomSteps(plan, tables).steps(8).appendOnly().run(1);
                } catch (AssertionError e) {
                    throw new AssertionError("plan " + seed + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
