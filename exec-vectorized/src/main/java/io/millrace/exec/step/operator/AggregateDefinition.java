package io.millrace.exec.step.operator;

import io.millrace.common.plan.PlanNode.Aggregate;
import io.millrace.exec.step.time.Bound;

/**
 * How to keep an aggregation.
 *
 * @param node what to compute
 * @param appendOnly whether no input row is ever taken back
 * @param bound on a key (its {@code column} counts in {@code node.keys}), or null
 * @param emitOnClose hold a group's row until its bound has passed; needs a bound
 * @param ttlMicros after which a group leaves that no row touches, with its row; {@link Long#MAX_VALUE}: never
 */
public record AggregateDefinition(Aggregate node, boolean appendOnly, Bound bound, boolean emitOnClose, long ttlMicros) {
    public AggregateDefinition {
        assert !emitOnClose || bound != null;
    }
}
