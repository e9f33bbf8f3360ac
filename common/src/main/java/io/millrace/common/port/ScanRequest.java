package io.millrace.common.port;

import io.millrace.common.plan.ColumnPredicate;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a scan wants of a source.
 *
 * @param columns of the table's schema, in output order; may be empty (only the count of rows matters)
 * @param predicates for skipping, columns counted in the table's schema
 * @param filter makes the exact filter, once a reader (thread); null if there is none
 * @param batchRows most rows in a batch
 */
public record ScanRequest(List<Integer> columns, List<ColumnPredicate> predicates, Supplier<BatchFilter> filter, int batchRows) {
    public ScanRequest {
        columns = List.copyOf(columns);
        predicates = List.copyOf(predicates);
        assert batchRows > 0;
    }
}
