package io.millrace.planner.lowering;

import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Union;

/** UNION, INTERSECT and EXCEPT, of all rows or distinct ones. Inputs are brought to the common types. */
final class SetOperationLowering {
    private SetOperationLowering() {}

    static PlanNode union(Union union, NodeLowering lowering) {
        List<PlanNode> inputs = inputs(union, lowering);
        Schema schema = schema(union, inputs);
        PlanNode all = inputs.size() == 1 ? inputs.get(0) : new PlanNode.Union(inputs, schema);
        return union.all ? all : distinct(all);
    }

    static PlanNode lower(SetOp set, PlanNode.SetOperation.SetKind kind, NodeLowering lowering) {
        List<PlanNode> inputs = inputs(set, lowering);
        PlanNode result = inputs.get(0);
        for (PlanNode input : inputs.subList(1, inputs.size())) {
            result = new PlanNode.SetOperation(result, input, kind, set.all);
        }
        return result;
    }

    private static List<PlanNode> inputs(SetOp set, NodeLowering lowering) {
        Schema schema = Types.schema(set.getRowType());
        return set.getInputs().stream().map(input -> Conformity.conformTypes(lowering.lower(input), schema)).toList();
    }

    private static Schema schema(SetOp set, List<PlanNode> inputs) {
        Schema declared = Types.schema(set.getRowType());
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            int column = i;
            boolean nullable = inputs.stream().anyMatch(input -> input.schema().field(column).nullable());
            fields.add(new Field(declared.field(i).name(), declared.type(i), nullable));
        }
        return new Schema(fields);
    }

    static PlanNode distinct(PlanNode input) {
        List<Integer> all = IntStream.range(0, input.schema().size()).boxed().toList();
        return new PlanNode.Aggregate(input, all, List.of(all), List.of(), PlanNode.AggregatePhase.SINGLE, input.schema());
    }
}
