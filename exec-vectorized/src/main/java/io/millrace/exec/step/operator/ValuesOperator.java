package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.List;

/** Literal rows, given out in the first step and never again. */
public final class ValuesOperator extends StepOperator {
    private final PlanNode.Values node;
    private boolean given;

    public ValuesOperator(OperatorContext context, int number, PlanNode.Values node) {
        super(context, number, List.of());
        this.node = node;
    }

    @Override
    protected void accept(int port, Batch batch) {
        throw new AssertionError("VALUES has no input");
    }

    @Override
    protected void finishStep() {
        if (given) {
            return;
        }
        given = true;
        if (node.schema().size() == 0) {
            emit(Batch.of(List.of(), node.rows().size()));
            return;
        }
        try (BatchBuilder builder = new BatchBuilder(allocator(), node.schema(), node.rows().size())) {
            node.rows().forEach(row -> builder.row(row.stream().map(Expr.Literal::value).toArray()));
            emit(builder.build());
        }
    }

    @Override
    protected void writeState(StateWriter out) {
        out.writeBoolean(given);
    }

    @Override
    protected void readState(StateReader in) {
        given = in.readBoolean();
    }
}
