package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Layout;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import io.millrace.exec.pipeline.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Recursion → {@link RecursionSeedSink} for the seed, then {@link RecursionSource}, which runs the step as an execution of its own each round. */
public final class RecursionLowering {
    private RecursionLowering() {}

    public static Draft lower(PlanNode.Recursion node, Lowering lowering) {
        if (!node.all()) {
            for (Field field : node.schema().fields()) {
                if (field.type().layout() == Layout.LIST || field.type().layout() == Layout.ROW) {
                    throw new MillraceException(
                            ErrorCode.FEATURE_NOT_SUPPORTED, "UNION of a recursive query over a column of type " + field.type()
                                    + " is not supported, UNION ALL is");
                }
            }
        }
        for (PlanNode below : PlanNode.flatten(node.step())) {
            if (below instanceof PlanNode.RemoteSource) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "a recursive query's step cannot be spread over machines");
            }
        }
        ExecutionContext context = lowering.context().withoutRemoteSources();
        Map<String, Supplier<Source>> trial = new HashMap<>(lowering.workTables());
        trial.put(node.workTable(), () -> new WorkTableSource.Rows().open());
        lowering.check(node.step(), context, trial);

        RecursionSeedSink sink = new RecursionSeedSink(context.allocator());
        Pipeline seed = lowering.end(lowering.lower(node.seed()), sink);
        return lowering.from(new RecursionSource(node, sink, lowering, context)).after(seed);
    }
}
