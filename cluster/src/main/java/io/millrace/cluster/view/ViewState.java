package io.millrace.cluster.view;

import io.millrace.exec.step.StateNote;

/**
 * What one operator of a view keeps.
 *
 * @param rows now, -1 if the view does not run
 * @param bytes now, of the whole operator
 */
public record ViewState(StateNote note, long rows, long bytes) {}
