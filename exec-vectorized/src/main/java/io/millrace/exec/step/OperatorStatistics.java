package io.millrace.exec.step;

/**
 * What an operator has done since it was made.
 *
 * @param operator its number in the dataflow, children first
 * @param name its kind
 * @param rowsIn rows it was given
 * @param rowsOut rows it gave
 * @param stateRows rows it keeps
 * @param stateBytes memory of its state
 * @param nanos time spent in itself, operators above excluded
 */
public record OperatorStatistics(int operator, String name, long rowsIn, long rowsOut, long stateRows, long stateBytes, long nanos) {}
