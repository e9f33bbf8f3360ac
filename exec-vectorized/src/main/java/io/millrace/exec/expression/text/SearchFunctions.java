package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;

/** Where one string lies in another. */
final class SearchFunctions {
    private SearchFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.POSITION, SearchFunctions::position);
    }

    private static void position(Operand[] arguments, int row, ColumnBuilder result) {
        long address = arguments[1].startAt(row);
        int length = arguments[1].lengthAt(row);
        long from = arguments.length > 2 ? RowCalls.integer(arguments[2], row) : 1;
        if (from < 1) {
            result.appendInt(0);
            return;
        }
        int start = Utf8.prefix(address, length, from - 1);
        int at = from - 1 > Utf8.count(address, start) ? -1
                : Utf8.indexOf(address, length, start, arguments[0].startAt(row), arguments[0].lengthAt(row));
        result.appendInt(at < 0 ? 0 : Utf8.count(address, at) + 1);
    }
}
