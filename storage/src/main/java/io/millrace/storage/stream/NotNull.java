package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;

/** Refuses nulls in columns that are declared NOT NULL. */
public final class NotNull {
    private NotNull() {}

    /** Checks a batch without selection; throws NOT_NULL_VIOLATION for the first null found in a row that is not a retraction. */
    public static void require(ObjectName name, Schema schema, Batch rows) {
        for (int c = 0; c < schema.size(); c++) {
            Column column = rows.column(c);
            if (schema.field(c).nullable() || !column.mayHaveNulls()) {
                continue;
            }
            for (int i = 0; i < rows.physicalRows(); i++) {
                if (column.isNull(i)) {
                    throw new MillraceException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "null value in column \"" + schema.field(c).name() + "\" of " + name + " violates its NOT NULL constraint");
                }
            }
        }
    }
}
