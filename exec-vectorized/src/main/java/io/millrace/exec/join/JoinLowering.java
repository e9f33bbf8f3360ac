package io.millrace.exec.join;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import io.millrace.exec.scan.ScanSource;
import java.util.BitSet;

/**
 * Join → {@link BuildSink} for the right side; {@link JoinOperator} on the left side's lanes, which start when the build side is done; {@link
 * JoinTailSource} after them. Scans that give the left side's keys wait too, and are lent {@link KeyFilter}s.
 */
public final class JoinLowering {
    private JoinLowering() {}

    public static Draft lower(PlanNode.Join join, BitSet required, Lowering lowering) {
        JoinDefinition definition = new JoinDefinition(join, required);
        if (definition.residual() != null) {
            // refused now, not by the first lane
            Expressions.condition(definition.residual(), lowering.context().evaluation(lowering.context().allocator(), 0)).close();
        }
        Draft probe = lowering.lower(join.left(), definition.leftNeeded());
        Draft build = lowering.lower(join.right(), definition.rightNeeded());
        SpilledJoin spilled = lowering.owns(new SpilledJoin(definition, lowering.context(), lowering.counters()));
        BuildSink sink = new BuildSink(definition, spilled, lowering.context(), lowering.cancellation(), lowering.counters());
        Pipeline pipeline = lowering.end(build, sink);
        lendFilters(definition, sink, pipeline, lowering);
        Draft joined = lowering.then(
                probe,
                lane -> spilled.started() ? new SpillOperator(definition, spilled) : new JoinOperator(definition, sink.table(), lane));
        return joined.after(pipeline).followedBy(lowering.owns(new JoinTailSource(definition, sink, spilled)), lowering.counters());
    }

    private static void lendFilters(JoinDefinition definition, BuildSink sink, Pipeline pipeline, Lowering lowering) {
        boolean dropsUnmatchedLeft = switch (definition.kind()) {
            case INNER, LEFT_SEMI, RIGHT, RIGHT_SEMI, RIGHT_ANTI -> true;
            case LEFT, FULL, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> false;
        };
        if (!dropsUnmatchedLeft) {
            return;
        }
        for (int k = 0; k < definition.keyTypes().size(); k++) {
            if (definition.layout().nullSafe()[k] || !KeyFilter.takes(definition.keyTypes().get(k))) {
                continue;
            }
            int storedKey = definition.storedKey(k);
            for (KeyOrigin origin : KeyOrigin.of(definition.node().left(), definition.node().leftKeys().get(k))) {
                if (lowering.sourceOf(origin.scan()) instanceof ScanSource scan) {
                    KeyFilter filter = new KeyFilter(origin.column(), storedKey, lowering.context().allocator());
                    sink.add(filter);
                    scan.add(filter);
                    lowering.delay(origin.scan(), pipeline);
                }
            }
        }
    }
}
