package io.millrace.exec.step.error;

import java.util.Optional;

/**
 * Where a row came from that could not be computed.
 *
 * @param input of the dataflow; -1 if the row is not one of an input any more: it was joined or aggregated
 * @param partition of the input
 * @param offset of the row in the partition's log; -1 if the input has none
 * @param row its columns as JSON, if asked for; those of the input where there is one, else as they reached the operator
 */
public record RowOrigin(int input, int partition, long offset, Optional<String> row) {
    /** Of a row that nothing is known of, such as a group whose sum is out of range. */
    public static final RowOrigin UNKNOWN = new RowOrigin(-1, 0, -1, Optional.empty());
}
