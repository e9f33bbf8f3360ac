package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Sink;
import io.millrace.exec.pipeline.Source;
import java.util.ArrayList;
import java.util.List;

/** Keeps the only row there may be; of none makes one of NULLs. */
final class SingleRowSink implements Sink {
    private final Schema schema;
    private final ExecutionContext context;
    /** Guarded by this. */
    private Batch row;

    SingleRowSink(Schema schema, ExecutionContext context) {
        this.schema = schema;
        this.context = context;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new Lane() {
            @Override
            public void accept(Batch batch) {
                keep(batch);
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    private synchronized void keep(Batch batch) {
        if (batch.rows() == 0) {
            batch.close();
            return;
        }
        if (row != null || batch.rows() > 1) {
            batch.close();
            throw new MillraceException(ErrorCode.CARDINALITY_VIOLATION, "more than one row returned by a subquery used as an expression");
        }
        row = batch.compact(context.allocator());
    }

    @Override
    public List<Runnable> finish(int phase) {
        return List.of();
    }

    Source source() {
        return new Source() {
            @Override
            public int parallelism(int lanes) {
                return 1;
            }

            @Override
            public Lane open(LaneContext lane) {
                return new RowLane();
            }
        };
    }

    private final class RowLane implements Source.Lane {
        private boolean finished;

        @Override
        public Batch next(Runnable wake) {
            if (finished) {
                return null;
            }
            finished = true;
            synchronized (SingleRowSink.this) {
                return row == null ? nulls() : row.withSelection(null);
            }
        }

        @Override
        public boolean finished() {
            return finished;
        }
    }

    private Batch nulls() {
        List<Column> columns = new ArrayList<>();
        for (Field field : schema.fields()) {
            columns.add(Values.constant(context.allocator(), field.type(), null, 1));
        }
        return Batch.of(columns, 1);
    }

    @Override
    public synchronized void close() {
        if (row != null) {
            row.close();
            row = null;
        }
    }
}
