package io.millrace.exec.pipeline;

import io.millrace.common.type.Schema;
import java.util.List;

/** A plan as pipelines, ready to run once. {@code resources} are closed in reverse order at the end. */
record LoweredPlan(
        Schema schema,
        List<Pipeline> pipelines,
        List<AutoCloseable> resources,
        ResultQueue results,
        NodeCounters rootCounters,
        ScanProgress progress,
        Cancellation cancellation) {}
