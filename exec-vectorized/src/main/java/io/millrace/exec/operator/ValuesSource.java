package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;
import java.util.List;

/** Literal rows, in order. */
final class ValuesSource implements Source {
    private final PlanNode.Values values;

    ValuesSource(PlanNode.Values values) {
        this.values = values;
    }

    @Override
    public int parallelism(int lanes) {
        return 1;
    }

    @Override
    public Lane open(LaneContext context) {
        return new Lane() {
            private int at;

            @Override
            public Batch next(Runnable wake) {
                if (finished()) {
                    return null;
                }
                int end = Math.min(values.rows().size(), at + context.batchRows());
                if (values.schema().size() == 0) {
                    int rows = end - at;
                    at = end;
                    return Batch.of(List.of(), rows);
                }
                try (BatchBuilder builder = new BatchBuilder(context.execution().allocator(), values.schema(), end - at)) {
                    for (; at < end; at++) {
                        builder.row(values.rows().get(at).stream().map(Expr.Literal::value).toArray());
                    }
                    return builder.build();
                }
            }

            @Override
            public boolean finished() {
                return at >= values.rows().size();
            }
        };
    }
}
