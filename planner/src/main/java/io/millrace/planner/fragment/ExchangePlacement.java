package io.millrace.planner.fragment;

import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AggregatePhase;
import io.millrace.common.plan.PlanNode.Distribution;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts exchanges where rows must move between tasks: equal keys must meet for aggregates and joins, small build sides go to every task, and the top
 * is one task. What follows from literal rows, and recursions with all they read, is one task too.
 */
public final class ExchangePlacement {
    /** Build sides of at most this many rows are sent to every task rather than spread by key. */
    private static final double BROADCAST_ROWS_MOST = 200_000;

    /** A node, and how its rows are spread: all in one task, or among several, by hash of {@code keys} if these are not null. */
    private record Placed(PlanNode node, boolean single, List<Integer> keys) {
        static Placed single(PlanNode node) {
            return new Placed(node, true, null);
        }

        static Placed spread(PlanNode node) {
            return new Placed(node, false, null);
        }

        Placed with(PlanNode newNode) {
            return new Placed(newNode, single, keys);
        }

        Placed anyhow(PlanNode newNode) {
            return new Placed(newNode, single, null);
        }
    }

    private final boolean continuous;

    private ExchangePlacement(boolean continuous) {
        this.continuous = continuous;
    }

    /** The plan with exchanges; its rows come out of one task. */
    public static PlanNode apply(PlanNode plan, boolean continuous) {
        return new ExchangePlacement(continuous).gathered(plan).node();
    }

    private Placed gathered(PlanNode node) {
        return gather(place(node));
    }

    private static Placed gather(Placed placed) {
        return placed.single()
                ? placed
                : Placed.single(new PlanNode.Exchange(placed.node(), new Distribution.Single(List.of())));
    }

    private static Placed byHash(Placed placed, List<Integer> keys) {
        if (placed.single() || keys.equals(placed.keys())) {
            return placed;
        }
        return new Placed(new PlanNode.Exchange(placed.node(), new Distribution.Hash(keys)), false, keys);
    }

    private Placed place(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> scan.target() instanceof ScanTarget.System ? Placed.single(scan) : Placed.spread(scan);
            case PlanNode.Values values -> Placed.single(values);
            case PlanNode.Filter filter -> {
                Placed input = place(filter.input());
                yield input.with(filter.withInputs(List.of(input.node())));
            }
            case PlanNode.Project project -> {
                Placed input = place(project.input());
                yield input.anyhow(project.withInputs(List.of(input.node())));
            }
            case PlanNode.Unnest unnest -> {
                Placed input = place(unnest.input());
                yield input.with(unnest.withInputs(List.of(input.node())));
            }
            case PlanNode.WindowAssign assign -> {
                boolean session = assign.kind() == PlanNode.WindowAssign.WindowKind.SESSION;
                Placed input = session ? together(place(assign.input()), assign.sessionKeys()) : place(assign.input());
                yield input.with(assign.withInputs(List.of(input.node())));
            }
            case PlanNode.Window window -> {
                Placed input = together(place(window.input()), window.partitionKeys());
                yield input.with(window.withInputs(List.of(input.node())));
            }
            case PlanNode.Match match -> {
                Placed input = together(place(match.input()), match.partitionKeys());
                yield input.anyhow(match.withInputs(List.of(input.node())));
            }
            case PlanNode.Aggregate aggregate -> aggregate(aggregate);
            case PlanNode.Join join -> join(join);
            case PlanNode.Sort sort -> sort(sort);
            case PlanNode.Union union -> union(union);
            case PlanNode.SetOperation set -> {
                List<Integer> all = range(set.schema().size());
                Placed left = place(set.left());
                Placed right = place(set.right());
                boolean single = left.single() || right.single();
                left = single ? gather(left) : byHash(left, all);
                right = single ? gather(right) : byHash(right, all);
                yield left.with(set.withInputs(List.of(left.node(), right.node())));
            }
            case PlanNode.SingleRow single -> Placed.single(single.withInputs(List.of(gathered(single.input()).node())));
            // A round reads the same inputs as the one before, so nothing in it may come from another task
            case PlanNode.Recursion recursion -> Placed.single(recursion);
            case PlanNode.WorkTable table -> Placed.single(table);
            case PlanNode.Exchange exchange -> Placed.spread(exchange);
            case PlanNode.RemoteSource source -> Placed.spread(source);
        };
    }

    private static Placed together(Placed input, List<Integer> keys) {
        return keys.isEmpty() ? gather(input) : byHash(input, keys);
    }

    private Placed aggregate(PlanNode.Aggregate aggregate) {
        Placed input = place(aggregate.input());
        List<Integer> keys = aggregate.keys();
        boolean simple = aggregate.simple();
        boolean met = input.single() || simple && input.keys() != null && !input.keys().isEmpty() && keys.containsAll(input.keys());
        if (met) {
            return input.anyhow(aggregate.withInputs(List.of(input.node())));
        }
        boolean total = aggregate.groupingSets().stream().anyMatch(List::isEmpty);
        if (continuous || !aggregate.calls().stream().allMatch(ExchangePlacement::splits)) {
            // Rows of one group may be in several grouping sets, with other keys: only the plain form spreads
            Placed moved = simple && !keys.isEmpty() ? byHash(input, keys) : gather(input);
            return moved.anyhow(aggregate.withInputs(List.of(moved.node())));
        }
        PlanNode partial = new PlanNode.Aggregate(
                input.node(), keys, aggregate.groupingSets(), aggregate.calls(), AggregatePhase.PARTIAL, partialSchema(aggregate));
        List<Integer> outKeys = range(keys.size());
        Placed moved = total || keys.isEmpty() ? gather(Placed.spread(partial)) : byHash(Placed.spread(partial), outKeys);
        return new Placed(
                new PlanNode.Aggregate(
                        moved.node(), keys, aggregate.groupingSets(), aggregate.calls(), AggregatePhase.FINAL, aggregate.schema()),
                moved.single(), moved.single() ? null : outKeys);
    }

    /** Keys and a stand-in for what the executor puts behind them; {@link Fragmenter} is told the real columns. */
    private static Schema partialSchema(PlanNode.Aggregate aggregate) {
        List<Field> fields = new ArrayList<>(aggregate.schema().fields());
        if (aggregate.groupingSets().size() > 1) {
            fields.add(aggregate.keys().size(), new Field("grouping_set", io.millrace.common.type.SqlType.INTEGER, false));
        }
        return new Schema(fields);
    }

    private static boolean splits(AggregateCall call) {
        if (call.distinct() || !call.orderBy().isEmpty()) {
            return false;
        }
        return switch (call.function()) {
            case COUNT, SUM, AVG, MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR, VAR_POP, VAR_SAMP, STDDEV_POP,
                    STDDEV_SAMP, GROUPING -> true;
            default -> false;
        };
    }

    private Placed join(PlanNode.Join join) {
        Placed left = place(join.left());
        Placed right = place(join.right());
        if (left.single() || !broadcasts(join) && join.leftKeys().isEmpty()) {
            left = gather(left);
            right = gather(right);
        } else if (broadcasts(join)) {
            right = new Placed(new PlanNode.Exchange(right.node(), new Distribution.Broadcast()), false, null);
        } else {
            // A right side in one task is spread too: its rows must be where the left rows of their keys are
            left = byHash(left, join.leftKeys());
            right = byHash(new Placed(right.node(), false, right.keys()), join.rightKeys());
        }
        List<Integer> keys = switch (join.kind()) {
            case INNER, LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> left.keys();
            case RIGHT, FULL -> null;
            case RIGHT_SEMI, RIGHT_ANTI -> right.keys();
        };
        return new Placed(join.withInputs(List.of(left.node(), right.node())), left.single(), keys);
    }

    /** Whether every task gets the whole build side: small ones, those without keys, and NOT IN's, where one NULL decides for all rows. */
    private static boolean broadcasts(PlanNode.Join join) {
        return switch (join.kind()) {
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
            case LEFT_ANTI_NULL_AWARE -> true;
            case INNER, LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_MARK -> join.leftKeys().isEmpty()
                    || RoughRows.of(join.right()) <= BROADCAST_ROWS_MOST;
        };
    }

    private Placed sort(PlanNode.Sort sort) {
        Placed input = place(sort.input());
        if (input.single()) {
            return input.with(sort.withInputs(List.of(input.node())));
        }
        long most = sort.fetch() < 0 ? -1 : saturatedSum(sort.fetch(), sort.offset());
        PlanNode local = sort.keys().isEmpty() && most < 0
                ? input.node()
                : new PlanNode.Sort(input.node(), sort.keys(), 0, most, sort.withTies());
        List<SortKey> merge = sort.keys();
        PlanNode moved = new PlanNode.Exchange(local, new Distribution.Single(merge));
        boolean cut = sort.fetch() >= 0 || sort.offset() > 0;
        return Placed.single(cut ? new PlanNode.Sort(moved, sort.keys(), sort.offset(), sort.fetch(), sort.withTies()) : moved);
    }

    private static long saturatedSum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private Placed union(PlanNode.Union union) {
        List<Placed> inputs = union.inputs().stream().map(this::place).toList();
        if (inputs.stream().allMatch(Placed::single)) {
            return Placed.single(union.withInputs(inputs.stream().map(Placed::node).toList()));
        }
        List<PlanNode> spread = new ArrayList<>();
        for (Placed input : inputs) {
            spread.add(input.single() ? new PlanNode.Exchange(input.node(), new Distribution.RoundRobin()) : input.node());
        }
        return Placed.spread(union.withInputs(spread));
    }

    private static List<Integer> range(int end) {
        return IntStream.range(0, end).boxed().toList();
    }
}
