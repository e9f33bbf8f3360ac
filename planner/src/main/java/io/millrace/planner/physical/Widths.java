package io.millrace.planner.physical;

import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;

/** How much a column's values cost to read, roughly. */
final class Widths {
    private Widths() {}

    /** The column that costs least: for a reader that wants rows and no values. */
    static int narrowest(Schema schema) {
        int best = 0;
        for (int i = 1; i < schema.size(); i++) {
            if (bytes(schema.type(i)) < bytes(schema.type(best))) {
                best = i;
            }
        }
        return best;
    }

    static int bytes(SqlType type) {
        return switch (type.layout()) {
            case BIT -> 1;
            case INT32 -> 4;
            case INT64, FLOAT64 -> 8;
            case INT128 -> 16;
            case BINARY -> 32;
            case LIST, ROW -> 64;
        };
    }
}
