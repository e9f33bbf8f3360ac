package io.millrace.planner.fragment;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Cuts a plan at its exchanges, sources first:
 *
 * <pre>
 * Sort(Exchange[hash k](Scan))   becomes   0: Scan, by hash of k;  1: Sort(RemoteSource[0])
 * </pre>
 */
public final class Fragmenter {
    private final List<Fragment> fragments = new ArrayList<>();
    private final Function<PlanNode.Aggregate, Schema> partialSchema;

    private Fragmenter(Function<PlanNode.Aggregate, Schema> partialSchema) {
        this.partialSchema = partialSchema;
    }

    /**
     * The fragments of a plan; each comes after those it reads.
     *
     * @param partialSchema the columns that the executor's PARTIAL phase of an aggregate puts out
     */
    public static List<Fragment> cut(PlanNode plan, Function<PlanNode.Aggregate, Schema> partialSchema) {
        Fragmenter fragmenter = new Fragmenter(partialSchema);
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
            return new PlanNode.RemoteSource(id, fragments.get(id).root().schema(), exchange.distribution());
        }
        PlanNode copy = node.inputs().isEmpty()
                ? node
                : node.withInputs(node.inputs().stream().map(input -> cut(input, inputs)).toList());
        return copy instanceof PlanNode.Aggregate aggregate && aggregate.phase() == PlanNode.AggregatePhase.PARTIAL
                ? new PlanNode.Aggregate(aggregate.input(), aggregate.keys(), aggregate.groupingSets(), aggregate.calls(),
                        aggregate.phase(), partialSchema.apply(aggregate))
                : copy;
    }
}
