package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.exec.step.operator.StepOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a dataflow's state fits another plan. A part of the new plan that is a part of the old one, down to its scans, keeps the state of all its
 * operators if the topmost can give its whole result anew from that state; what lies above is fed with that result, and scans elsewhere are read from
 * their beginning.
 *
 * <pre>
 * Project(Aggregate(Join(a, b)))   becomes   Project'(Aggregate'(Join(a, b))): Join is kept and gives its result to Aggregate'; a and b are not read
 * </pre>
 *
 * How many rows a scan was thought to have, and up to where a plan reads, make no difference.
 */
public final class StateReuse {
    /** Operators {@code from} to {@code to} of the new dataflow go on from those that begin at {@code oldFrom}. */
    record Kept(int from, int to, int oldFrom) {}

    private final List<Kept> kept = new ArrayList<>();
    private final List<PlanPart> oldParts;
    private final List<PlanPart> newParts;
    private final List<StepOperator> newOperators;

    StateReuse(List<PlanPart> oldParts, List<PlanPart> newParts, List<StepOperator> newOperators, PlanNode newPlan) {
        this.oldParts = oldParts;
        this.newParts = newParts;
        this.newOperators = newOperators;
        match(newPlan);
    }

    private void match(PlanNode node) {
        for (PlanPart part : newParts) {
            // The very node: equal ones are parts of their own
            if (part.node() == node && newOperators.get(part.to() - 1).canReplay()) {
                PlanNode wanted = comparable(node);
                for (PlanPart old : oldParts) {
                    if (old.to() - old.from() == part.to() - part.from() && comparable(old.node()).equals(wanted)) {
                        kept.add(new Kept(part.from(), part.to(), old.from()));
                        return;
                    }
                }
            }
        }
        node.inputs().forEach(this::match);
    }

    private static PlanNode comparable(PlanNode node) {
        if (node instanceof PlanNode.Scan scan) {
            ScanTarget target = switch (scan.target()) {
                case ScanTarget.Stream stream -> new ScanTarget.Stream(stream.streamId(), List.of(), List.of(), stream.versions());
                case ScanTarget.ManagedTable table -> new ScanTarget.ManagedTable(table.tableId(), -1, -1);
                case ScanTarget.View view -> new ScanTarget.View(view.viewId(), -1);
                case ScanTarget.Files ignored -> scan.target();
                case ScanTarget.System ignored -> scan.target();
            };
            return new PlanNode.Scan(scan.name(), target, scan.tableSchema(), scan.columns(), scan.predicates(), scan.filter(), -1);
        }
        return node.inputs().isEmpty() ? node : node.withInputs(node.inputs().stream().map(StateReuse::comparable).toList());
    }

    List<Kept> kept() {
        return kept;
    }

    /** Whether an operator of the new dataflow goes on from state that is there. */
    public boolean keeps(int operator) {
        return kept.stream().anyMatch(part -> operator >= part.from() && operator < part.to());
    }

    /** Nothing is kept. */
    public void forget() {
        kept.clear();
    }
}
