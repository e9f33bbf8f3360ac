package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Comparison;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Arrays, maps or rows that are, or are not, among a few; laid out anew for each batch, since such lists are rare and short. */
record NestedSetTest(SqlType type, List<Object> values, boolean negated, BufferAllocator allocator) implements ValueTest {
    @Override
    public int select(Column flat, Rows rows, int[] out) {
        Comparison comparison = Comparison.of(type);
        boolean[] inside = new boolean[rows.count()];
        for (Object value : values) {
            try (Column one = Values.single(allocator, type, value)) {
                for (int k = 0; k < rows.count(); k++) {
                    inside[k] |= comparison.equalAndNotNull(flat, rows.at(k), one, 0);
                }
            }
        }
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            if (inside[k] != negated && !flat.isNull(rows.at(k))) {
                out[n++] = rows.at(k);
            }
        }
        return n;
    }
}
