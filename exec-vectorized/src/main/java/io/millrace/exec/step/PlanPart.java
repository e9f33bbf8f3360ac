package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;

/** The operators that a part of a plan was compiled into: {@code from} (inclusive) to {@code to} (exclusive), the last one on top. */
record PlanPart(PlanNode node, int from, int to) {}
