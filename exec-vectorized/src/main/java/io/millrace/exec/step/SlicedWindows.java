package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * An aggregation over HOP or CUMULATE windows that can be done slice by slice (Cutty 2016, Scotty 2019): every row goes into one slice, and slices are
 * combined into the windows that they belong to, so that a row costs the same however many windows overlap.
 * <pre>
 * Aggregate[k, start, end; COUNT, SUM](Hop)   becomes   Aggregate[k, start, end; SUM, SUM](Expand(Aggregate[k, start, end; COUNT, SUM](Slices)))
 * </pre>
 * Only over rows that are never taken back: a slice is forgotten when its first window closes, and rows that come later for its other windows
 * are parts of their own.
 *
 * @param assign the windows
 * @param startKey where window_start is among the keys
 * @param endKey where window_end is among the keys
 * @param combination what is done with the slices' results, its input standing for them
 */
record SlicedWindows(PlanNode.WindowAssign assign, int startKey, int endKey, PlanNode.Aggregate combination) {
    /** Windows that a slice is expanded into at most where they are given out when they close. */
    private static final long OVERLAP_MAX = 16;

    /** Null if the aggregation is of another kind. */
    static SlicedWindows of(PlanNode.Aggregate node, Function<PlanNode, InputFacts> facts) {
        PlanNode below = node.input();
        List<Expr> expressions = null;
        if (below instanceof PlanNode.Project project) {
            expressions = project.expressions();
            below = project.input();
        }
        if (!(below instanceof PlanNode.WindowAssign assign) || !isSliceable(assign) || !node.simple() || !appendOnly(assign, facts)) {
            return null;
        }
        int width = assign.input().schema().size();
        if (expressions != null && expressions.stream().anyMatch(e -> !(e instanceof Expr.ColumnRef) && reads(e, width))) {
            return null;
        }
        int startKey = -1;
        int endKey = -1;
        for (int k = 0; k < node.keys().size(); k++) {
            int column = node.keys().get(k);
            int source = expressions == null ? column : expressions.get(column) instanceof Expr.ColumnRef ref ? ref.index() : -1;
            startKey = source == width ? k : startKey;
            endKey = source == width + 1 ? k : endKey;
        }
        PlanNode.Aggregate combination = combination(node);
        return startKey < 0 || endKey < 0 || combination == null ? null : new SlicedWindows(assign, startKey, endKey, combination);
    }

    /** Whether a row is in so many windows that they are better had by sliding one accumulator along than by expanding each slice. */
    boolean overlapMuch() {
        return assign.kind() == PlanNode.WindowAssign.WindowKind.HOP && assign.size() / assign.slide() > OVERLAP_MAX;
    }

    private static boolean isSliceable(PlanNode.WindowAssign assign) {
        return switch (assign.kind()) {
            case HOP, CUMULATE -> assign.size() % assign.slide() == 0 && assign.size() > assign.slide();
            case TUMBLE, SESSION -> false;
        };
    }

    private static boolean reads(Expr expr, int fromColumn) {
        return switch (expr) {
            case Expr.ColumnRef column -> column.index() >= fromColumn;
            case Expr.Literal literal -> false;
            case Expr.Parameter parameter -> false;
            case Expr.Call call -> call.arguments().stream().anyMatch(a -> reads(a, fromColumn));
            case Expr.Cast cast -> reads(cast.operand(), fromColumn);
            case Expr.Case branches -> reads(branches.otherwise(), fromColumn) || branches.branches().stream()
                    .anyMatch(branch -> reads(branch.condition(), fromColumn) || reads(branch.value(), fromColumn));
            case Expr.In in -> reads(in.operand(), fromColumn);
            case Expr.FieldAccess field -> reads(field.operand(), fromColumn);
        };
    }

    private static boolean appendOnly(PlanNode node, Function<PlanNode, InputFacts> facts) {
        return switch (node) {
            case PlanNode.Scan scan -> facts.apply(scan).appendOnly();
            case PlanNode.RemoteSource remote -> facts.apply(remote).appendOnly();
            case PlanNode.Values values -> true;
            case PlanNode.Filter filter -> appendOnly(filter.input(), facts);
            case PlanNode.Project project -> appendOnly(project.input(), facts);
            case PlanNode.Exchange exchange -> appendOnly(exchange.input(), facts);
            case PlanNode.Unnest unnest -> appendOnly(unnest.input(), facts);
            case PlanNode.WindowAssign assign -> appendOnly(assign.input(), facts);
            case PlanNode.Union union -> union.inputs().stream().allMatch(input -> appendOnly(input, facts));
            case PlanNode.Join v -> false;
            case PlanNode.Aggregate v -> false;
            case PlanNode.Sort v -> false;
            case PlanNode.Window v -> false;
            case PlanNode.Match v -> false;
            case PlanNode.SetOperation v -> false;
            case PlanNode.SingleRow v -> false;
            case PlanNode.Recursion v -> false;
            case PlanNode.WorkTable v -> false;
        };
    }

    /** The same keys and, of each call, what combines its results; null if one cannot be combined. */
    private static PlanNode.Aggregate combination(PlanNode.Aggregate node) {
        int keys = node.keys().size();
        List<Field> fields = new ArrayList<>(node.schema().fields());
        List<AggregateCall> calls = new ArrayList<>();
        for (int c = 0; c < node.calls().size(); c++) {
            AggregateCall call = node.calls().get(c);
            AggregateFunction function = switch (call.function()) {
                case COUNT, SUM -> AggregateFunction.SUM;
                case MIN, MAX, BOOL_AND, BOOL_OR -> call.function();
                default -> null;
            };
            // Sums of floats are exact over all rows at once, and would be rounded slice by slice.
            if (function == null || call.distinct() || function == AggregateFunction.SUM && call.type().isApproximate()) {
                return null;
            }
            calls.add(AggregateCall.of(function, call.type(), Expr.column(keys + c, call.type())));
        }
        List<Integer> all = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            all.add(k);
        }
        PlanNode slices = new PlanNode.Values(new Schema(fields), List.of());
        return new PlanNode.Aggregate(slices, all, List.of(all), calls, PlanNode.AggregatePhase.SINGLE, node.schema());
    }
}
