package io.millrace.exec.step.operator;

/** An operator that drops rows whose windows had closed before they came. */
public interface LateRows {
    /** Rows dropped since the last call. */
    long takeLateRows();

    /** Windows of rows dropped since the last call. */
    long takeLateWindows();
}
