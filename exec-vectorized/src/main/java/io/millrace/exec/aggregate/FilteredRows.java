package io.millrace.exec.aggregate;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;

/** The rows for which a filter column is true, remembered for the next call with the same filter. */
final class FilteredRows {
    private final Batch batch;
    private final int[] allPositions;
    private final int allCount;
    private final int[] allGroups;
    private int filter = -1;
    int[] positions;
    int[] groupIds;
    int count;

    FilteredRows(Batch batch, int[] positions, int count, int[] groupIds) {
        this.batch = batch;
        this.allPositions = positions;
        this.allCount = count;
        this.allGroups = groupIds;
    }

    void by(int newFilter) {
        if (filter == newFilter) {
            return;
        }
        filter = newFilter;
        positions = new int[allCount];
        groupIds = new int[allCount];
        count = 0;
        Column column = batch.column(filter);
        for (int k = 0; k < allCount; k++) {
            int position = allPositions == null ? k : allPositions[k];
            if (!column.isNull(position) && isTrue(column, position)) {
                positions[count] = position;
                groupIds[count++] = allGroups[k];
            }
        }
    }

    private static boolean isTrue(Column column, int position) {
        return switch (column) {
            case FixedColumn fixed -> fixed.booleanAt(position);
            case ConstantColumn constant -> isTrue(constant.value(), 0);
            case DictionaryColumn dictionary -> isTrue(dictionary.dictionary(), dictionary.codeAt(position));
            default -> throw new AssertionError(column.type());
        };
    }
}
