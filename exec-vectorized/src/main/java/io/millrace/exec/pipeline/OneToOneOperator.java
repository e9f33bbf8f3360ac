package io.millrace.exec.pipeline;

import io.millrace.common.batch.Batch;

/** An operator that gives at most one batch for each it is given. */
public abstract class OneToOneOperator implements Operator {
    private Batch output;

    /** Takes over the input; null if nothing is left of it. */
    protected abstract Batch process(Batch input);

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
