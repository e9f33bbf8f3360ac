package io.millrace.exec.step;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.time.Bound;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Collects what bounds each operator's state while a plan is compiled. */
final class StateNotes {
    private final Function<PlanNode, InputFacts> facts;
    private final boolean ttl;
    private final List<StateNote> notes = new ArrayList<>();

    /** @param ttl whether keys leave that are not touched */
    StateNotes(Function<PlanNode, InputFacts> facts, boolean ttl) {
        this.facts = facts;
        this.ttl = ttl;
    }

    List<StateNote> notes() {
        return notes;
    }

    void aggregate(int operator, PlanNode.Aggregate aggregate, boolean appendOnly, Bound bound) {
        boolean one = aggregate.keys().isEmpty();
        String what = one ? "aggregate of all rows" : "groups by " + names(aggregate.input().schema(), aggregate.keys());
        boolean lists = aggregate.calls().stream().anyMatch(call -> keepsValues(call, appendOnly));
        if (bound != null) {
            add(operator, what, StateNote.Bound.WATERMARK, aggregate.schema().field(bound.column()).name(), aggregate.input());
        } else if (lists && isEndless(aggregate.input())) {
            add(operator, what + ", with the values of each", expiring(ttl && appendOnly && !one), "", aggregate.input());
        } else if (one && aggregate.calls().stream().noneMatch(AggregateCall::distinct)) {
            add(operator, what, StateNote.Bound.ROWS, "", aggregate.input());
        } else {
            add(operator, what, isEndless(aggregate.input()) ? ttl && appendOnly && !one ? StateNote.Bound.TTL : StateNote.Bound.KEYS
                    : StateNote.Bound.TABLES, "", aggregate.input());
        }
    }

    private static StateNote.Bound expiring(boolean expires) {
        return expires ? StateNote.Bound.TTL : StateNote.Bound.NONE;
    }

    private static boolean keepsValues(AggregateCall call, boolean appendOnly) {
        if (call.distinct()) {
            return false;
        }
        AggregateFunction function = call.function();
        return switch (function) {
            case ARRAY_AGG, STRING_AGG, MODE, PERCENTILE_CONT, PERCENTILE_DISC -> true;
            case MIN, MAX, ANY_VALUE, MIN_BY, MAX_BY -> !appendOnly;
            default -> false;
        };
    }

    /** One side of a join. */
    void side(int operator, String which, PlanNode side, List<Integer> keys, Bound bound, boolean expires) {
        String what = which + " side of a join" + (keys.isEmpty() ? "" : " by " + names(side.schema(), keys));
        if (bound != null) {
            add(operator, what, StateNote.Bound.WATERMARK, side.schema().field(keys.get(bound.column())).name(), side);
        } else {
            rows(operator, what, side, expires);
        }
    }

    /** An operator that keeps its input's rows; {@code expires}: those of keys leave that are not touched. */
    void rows(int operator, String what, PlanNode input, boolean expires) {
        boolean endless = isEndless(input);
        add(operator, what, endless ? expiring(expires) : StateNote.Bound.TABLES, endless ? "" : sources(input), input);
    }

    void add(int operator, String what, StateNote.Bound bound, String by, PlanNode input) {
        double rows = bound == StateNote.Bound.ROWS ? 1 : rows(input);
        notes.add(new StateNote(operator, what, bound, by, rows, rows < 0 ? -1 : rows * width(input.schema()), ""));
    }

    /** Rows of all that is scanned, which the rows of a plan without joins are not more than; below 0 if not known. */
    private static double rows(PlanNode node) {
        double sum = 0;
        for (PlanNode each : PlanNode.flatten(node)) {
            if (each instanceof PlanNode.Scan scan) {
                if (scan.estimatedRows() < 0) {
                    return -1;
                }
                sum += scan.estimatedRows();
            }
        }
        return sum;
    }

    /** A row encoded, with its place in the index. */
    private static double width(Schema schema) {
        double bytes = 40;
        for (Field field : schema.fields()) {
            bytes += switch (field.type().layout()) {
                case BINARY, LIST, ROW -> 24;
                case INT128 -> 16;
                default -> 8;
            };
        }
        return bytes;
    }

    /** Whether rows come for ever and none goes: from a stream without key. */
    boolean isEndless(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> scan.target() instanceof ScanTarget.Stream && facts.apply(scan).upsertKey().isEmpty();
            // A result without windows has one row a key, or one in all.
            case PlanNode.Aggregate aggregate -> isEndless(aggregate.input())
                    && PlanNode.flatten(aggregate.input()).stream().anyMatch(PlanNode.WindowAssign.class::isInstance);
            case PlanNode.Sort sort when sort.fetch() >= 0 -> false;
            case PlanNode.SingleRow ignored -> false;
            default -> node.inputs().stream().anyMatch(this::isEndless);
        };
    }

    private static String sources(PlanNode node) {
        TreeSet<String> names = new TreeSet<>();
        PlanNode.flatten(node).forEach(each -> {
            if (each instanceof PlanNode.Scan scan) {
                names.add(scan.name());
            }
        });
        return String.join(", ", names);
    }

    static String names(Schema schema, List<Integer> columns) {
        return String.join(", ", columns.stream().map(c -> schema.field(c).name()).toList());
    }
}
