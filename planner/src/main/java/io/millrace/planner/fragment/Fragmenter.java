package io.millrace.planner.fragment;

import io.millrace.common.plan.PlanNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a plan at its exchanges, sources first:
 *
 * <pre>
 * Sort(Exchange[hash k](Scan))   becomes   0: Scan, by hash of k;  1: Sort(RemoteSource[0])
 * </pre>
 */
public final class Fragmenter {
    private final List<Fragment> fragments = new ArrayList<>();

    private Fragmenter() {}

    /** The fragments of a plan; each comes after those it reads. */
    public static List<Fragment> cut(PlanNode plan) {
        Fragmenter fragmenter = new Fragmenter();
        fragmenter.fragment(plan, new PlanNode.Distribution.Single(List.of()));
        return List.copyOf(fragmenter.fragments);
    }

    private int fragment(PlanNode root, PlanNode.Distribution output) {
        List<Integer> inputs = new ArrayList<>();
        PlanNode cut = cut(root, inputs);
        int id = fragments.size();
        fragments.add(new Fragment(id, cut, output, inputs));
        return id;
    }

    private PlanNode cut(PlanNode node, List<Integer> inputs) {
        if (node instanceof PlanNode.Exchange exchange) {
            int id = fragment(exchange.input(), exchange.distribution());
            inputs.add(id);
            return new PlanNode.RemoteSource(id, exchange.schema(), exchange.distribution());
        }
        return node.inputs().isEmpty()
                ? node
                : node.withInputs(node.inputs().stream().map(input -> cut(input, inputs)).toList());
    }
}
