package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import java.util.List;

/** Makes one value of all rows of a group. */
interface CollectedResult {
    /** The kept column whose NULLs are left out; -1: none are. */
    int skipsNullsOf();

    /** Appends the value of rows {@code members} (at least one) of the kept columns. */
    void append(ColumnBuilder builder, List<Column> columns, int[] members);
}
