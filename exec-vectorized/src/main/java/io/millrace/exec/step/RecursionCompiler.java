package io.millrace.exec.step;

import io.millrace.common.batch.Batch;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.operator.InnerFlow;
import io.millrace.exec.step.operator.RecursionOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Parts a recursion from what it reads: its scans become sources that the outer dataflow feeds, its work table one more.
 * <pre>
 * Recursion(Scan a, Join(WorkTable, Scan b))   becomes   seed: RemoteSource 0   step: Join(RemoteSource -1, RemoteSource 1)   over a, b
 * </pre>
 */
final class RecursionCompiler {
    private final PlanNode.Recursion node;
    private final DataflowOptions options;
    private final List<PlanNode> leaves = new ArrayList<>();
    private final PlanNode seed;
    private final PlanNode step;

    RecursionCompiler(PlanNode.Recursion node, DataflowOptions options) {
        this.node = node;
        this.options = options;
        this.seed = part(node.seed());
        this.step = part(node.step());
    }

    /** What the outer dataflow feeds, in the order of ports. */
    List<PlanNode> leaves() {
        return leaves;
    }

    RecursionOperator.Definition definition() {
        List<Schema> schemas = leaves.stream().map(PlanNode::schema).toList();
        return new RecursionOperator.Definition(node.all(), node.schema(), schemas, () -> flow(seed), () -> flow(step));
    }

    private PlanNode part(PlanNode plan) {
        if (plan instanceof PlanNode.Scan || plan instanceof PlanNode.RemoteSource) {
            leaves.add(plan);
            return source(leaves.size() - 1, plan.schema());
        }
        if (plan instanceof PlanNode.WorkTable work && work.name().equals(node.workTable())) {
            return source(RecursionOperator.WORK_TABLE, work.schema());
        }
        return plan.inputs().isEmpty() ? plan : plan.withInputs(plan.inputs().stream().map(this::part).toList());
    }

    private static PlanNode source(int number, Schema schema) {
        return new PlanNode.RemoteSource(number, schema, new PlanNode.Distribution.Single(List.of()));
    }

    private InnerFlow flow(PlanNode plan) {
        DataflowOptions inner = DataflowOptions.of(options.allocator(), options.clock(), leaf -> InputFacts.TABLE)
                .withZone(options.zone())
                .withBatchRows(options.batchRows());
        Dataflow dataflow = Dataflow.compile(plan, inner);
        ToIntFunction<Input> number = input -> ((PlanNode.RemoteSource) input.leaf()).fragmentId();
        return new InnerFlow() {
            @Override
            public List<Integer> sources() {
                return dataflow.inputs().stream().map(number::applyAsInt).toList();
            }

            @Override
            public Result step(List<List<Batch>> events) {
                List<List<InputEvent>> rows = events.stream()
                        .map(batches -> batches.stream().<InputEvent>map(batch -> new InputEvent.Rows(0, batch)).toList())
                        .toList();
                try (StepOutput output = dataflow.step(new StepInput(0, 0, rows))) {
                    output.deltas().forEach(Batch::retain);
                    return new Result(output.deltas(), output.errors());
                }
            }

            @Override
            public void close() {
                dataflow.close();
            }
        };
    }
}
