package io.millrace.planner.lowering;

import io.millrace.planner.expression.ExpressionLowering;

/**
 * What lowering needs beyond the tree.
 *
 * @param expressions from Calcite's expressions to ours
 * @param optimize false leaves out what only makes plans faster
 * @param continuous the plan is stepped for ever: one phase of aggregation, no order at the top
 * @param exchanges whether the plan is cut for several tasks
 */
public record LoweringContext(ExpressionLowering expressions, boolean optimize, boolean continuous, boolean exchanges) {}
