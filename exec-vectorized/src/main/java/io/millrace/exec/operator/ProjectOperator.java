package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.OneToOneOperator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Computes columns under the input's selection. */
final class ProjectOperator extends OneToOneOperator {
    private final Schema schema;
    private final BufferAllocator allocator;
    /** Null where the column is not required. */
    private final Evaluator[] evaluators;

    ProjectOperator(PlanNode.Project project, BitSet required, LaneContext lane) {
        this.schema = project.schema();
        this.allocator = lane.execution().allocator();
        this.evaluators = new Evaluator[project.expressions().size()];
        required.stream().forEach(i -> evaluators[i] = Expressions.evaluator(project.expressions().get(i), lane.evaluation()));
    }

    @Override
    protected Batch process(Batch input) {
        List<Column> columns = new ArrayList<>(evaluators.length);
        try (input) {
            for (int i = 0; i < evaluators.length; i++) {
                columns.add(
                        evaluators[i] == null
                                ? Values.constant(allocator, schema.type(i), null, input.physicalRows())
                                : evaluators[i].evaluate(input, input.selection()));
            }
            return input.withColumns(columns);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    @Override
    public void close() {
        super.close();
        for (Evaluator evaluator : evaluators) {
            if (evaluator != null) {
                evaluator.close();
            }
        }
    }
}
