package io.millrace.exec.aggregate;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Pipeline;
import io.millrace.exec.scan.ColumnReferences;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Aggregate → {@link HashAggregateSink}, then {@link AggregateSource}. */
public final class AggregateLowering {
    private AggregateLowering() {}

    public static Draft lower(PlanNode.Aggregate original, Lowering lowering) {
        PlanNode.Aggregate node = DistinctRewrite.apply(original);
        AggregateDefinition definition = new AggregateDefinition(node);
        List<SqlType> partialTypes = check(definition, lowering.context().allocator());
        HashAggregateSink sink =
                new HashAggregateSink(definition, partialTypes, lowering.context(), lowering.cancellation(), lowering.counters());
        Draft input = lowering.lower(node.input(), required(node));
        Pipeline pipeline = lowering.end(input, sink);
        return lowering.from(new AggregateSource(sink, lowering.context())).after(pipeline);
    }

    private static List<SqlType> check(AggregateDefinition definition, BufferAllocator allocator) {
        try (AggregateTable trial = new AggregateTable(definition, allocator, null)) {
            return trial.partialTypes();
        }
    }

    private static BitSet required(PlanNode.Aggregate node) {
        if (node.phase() == PlanNode.AggregatePhase.FINAL) {
            return Lowering.all(node.input());
        }
        BitSet required = new BitSet();
        node.keys().forEach(required::set);
        node.calls().forEach(call -> {
            call.arguments().forEach(a -> required.or(ColumnReferences.of(a)));
            call.orderBy().forEach(k -> required.set(k.column()));
            if (call.filter() >= 0) {
                required.set(call.filter());
            }
        });
        return required;
    }

    /** The output columns of the node's PARTIAL phase, which are this executor's own: keys, set number, intermediate columns. */
    public static Schema partialSchema(PlanNode.Aggregate node, BufferAllocator scratch) {
        AggregateDefinition definition = new AggregateDefinition(node);
        return definition.partialSchema(check(definition, scratch));
    }
}
