package io.millrace.planner.statistics;

import io.millrace.planner.type.MillraceTypeFactory;
import org.apache.calcite.rex.RexBuilder;

/** A builder of expressions that are only looked at. */
final class EstimateRex {
    static final RexBuilder BUILDER = new RexBuilder(MillraceTypeFactory.INSTANCE);

    private EstimateRex() {}
}
