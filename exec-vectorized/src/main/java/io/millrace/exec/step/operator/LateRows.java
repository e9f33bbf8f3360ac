package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.step.error.RowOrigin;
import java.util.List;

/** An operator that drops rows whose windows had closed before they came. */
public interface LateRows {
    /** Takes over late rows as they reached the operator, with where each came from. */
    interface Consumer {
        void accept(Batch rows, List<RowOrigin> origins);
    }

    /** Rows dropped since the last call. */
    long takeLateRows();

    /** Windows of rows dropped since the last call. */
    long takeLateWindows();
}
