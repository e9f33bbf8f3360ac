package io.millrace.exec.step.operator;

import io.millrace.exec.step.state.KeyPages;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import java.util.List;

/** An operator whose state is kept by key in one table, so that pages of keys may leave memory. */
abstract class PagedOperator extends StepOperator implements KeyPages.Owner {
    protected PagedOperator(OperatorContext context, int number, List<StepOperator> inputs) {
        super(context, number, inputs);
    }

    protected abstract KeyPages pages();

    @Override
    public final boolean isPaged() {
        return pages().isActive();
    }

    @Override
    public long bytes() {
        return stateBytes();
    }

    @Override
    protected void writePaged(StateWriter out) {
        pages().write(out);
    }

    @Override
    protected void readPaged(StateReader in) {
        pages().read(in);
    }
}
