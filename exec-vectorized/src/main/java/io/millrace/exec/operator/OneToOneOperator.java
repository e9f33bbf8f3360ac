package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.pipeline.Operator;

/** An operator that gives at most one batch for each it is given. */
abstract class OneToOneOperator implements Operator {
    private Batch output;

    /** Takes over the input; null if nothing is left of it. */
    abstract Batch process(Batch input);

    @Override
    public final void accept(Batch batch) {
        assert output == null;
        output = process(batch);
    }

    @Override
    public final Batch next() {
        Batch result = output;
        output = null;
        return result;
    }

    @Override
    public void close() {
        if (output != null) {
            output.close();
            output = null;
        }
    }
}
