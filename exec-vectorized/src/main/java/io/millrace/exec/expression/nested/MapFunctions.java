package io.millrace.exec.expression.nested;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Comparison;

/** Maps made, looked up and taken apart. Keys are not NULL and occur once. */
final class MapFunctions {
    private MapFunctions() {}

    static void register(RowCalls calls) {
        calls.lenient(Function.MAP_CONSTRUCT, MapFunctions::construct);
        calls.strict(Function.MAP_FROM_ARRAYS, MapFunctions::fromArrays);
        calls.strict(Function.MAP_KEYS, (arguments, row, result) -> {
            Elements.keys(arguments[0], row).appendTo(result.child(0));
            result.endList();
        });
        calls.strict(Function.MAP_VALUES, (arguments, row, result) -> {
            Elements.values(arguments[0], row).appendTo(result.child(0));
            result.endList();
        });
        calls.strict(Function.MAP_ENTRIES, (arguments, row, result) -> {
            Elements.of(arguments[0], row).appendTo(result.child(0));
            result.endList();
        });
        calls.strict(Function.MAP_CONCAT, MapFunctions::concat);
        calls.strict(Function.MAP_FROM_ENTRIES, MapFunctions::fromEntries);
        calls.strict(Function.MAP_CONTAINS_KEY, (call, context) -> {
            Comparison comparison = keyComparison(call);
            return (arguments, row, result) -> result.appendBoolean(find(comparison, arguments, row) >= 0);
        });
    }

    private static Comparison keyComparison(Expr.Call call) {
        return Comparison.of(call.arguments().get(0).type().fields().get(0).type());
    }

    /** Where in the entries the key that is argument 1 lies, or -1. */
    private static int find(Comparison comparison, Operand[] arguments, int row) {
        Elements keys = Elements.keys(arguments[0], row);
        for (int e = keys.from(); e < keys.to(); e++) {
            if (comparison.equal(keys.column(), e, arguments[1].values, arguments[1].at(row))) {
                return e;
            }
        }
        return -1;
    }

    static RowFunction lookUp(Expr.Call call) {
        Comparison comparison = keyComparison(call);
        return (arguments, row, result) -> {
            int at = find(comparison, arguments, row);
            if (at < 0) {
                result.appendNull();
            } else {
                result.appendFrom(Elements.values(arguments[0], row).column(), at);
            }
        };
    }

    private static void checkKey(ElementSet keys, Column column, int position) {
        if (!keys.add(column, position)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a map cannot hold the same key twice");
        }
    }

    private static MillraceException nullKey() {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "a map's key cannot be NULL");
    }

    private static RowFunction construct(Expr.Call call, EvaluationContext context) {
        if (call.arguments().size() % 2 != 0) {
            throw RowCalls.unsupported(call, "keys and values must come in pairs");
        }
        ElementSet keys = new ElementSet(call.type().fields().get(0).type());
        return (arguments, row, result) -> {
            keys.clear();
            ColumnBuilder entries = result.child(0);
            for (int i = 0; i < arguments.length; i += 2) {
                if (arguments[i].isNull(row)) {
                    throw nullKey();
                }
                checkKey(keys, arguments[i].values, arguments[i].at(row));
                entries.child(0).appendFrom(arguments[i].values, arguments[i].at(row));
                NestedFunctions.append(arguments[i + 1], row, entries.child(1));
                entries.endRow();
            }
            result.endList();
        };
    }

    private static RowFunction fromArrays(Expr.Call call, EvaluationContext context) {
        ElementSet set = new ElementSet(Elements.type(call, 0));
        return (arguments, row, result) -> {
            set.clear();
            Elements keys = Elements.of(arguments[0], row);
            Elements values = Elements.of(arguments[1], row);
            if (keys.size() != values.size()) {
                throw new MillraceException(
                        ErrorCode.INVALID_PARAMETER, "a map of " + keys.size() + " keys cannot have " + values.size() + " values");
            }
            ColumnBuilder entries = result.child(0);
            for (int e = 0; e < keys.size(); e++) {
                if (keys.column().isNull(keys.from() + e)) {
                    throw nullKey();
                }
                checkKey(set, keys.column(), keys.from() + e);
                entries.child(0).appendFrom(keys.column(), keys.from() + e);
                entries.child(1).appendFrom(values.column(), values.from() + e);
                entries.endRow();
            }
            result.endList();
        };
    }

    /** An entry stands where its key is met last. */
    private static RowFunction concat(Expr.Call call, EvaluationContext context) {
        Comparison comparison = keyComparison(call);
        return (arguments, row, result) -> {
            ColumnBuilder entries = result.child(0);
            for (int a = 0; a < arguments.length; a++) {
                Elements keys = Elements.keys(arguments[a], row);
                Elements values = Elements.values(arguments[a], row);
                for (int e = 0; e < keys.size(); e++) {
                    if (!isLater(comparison, arguments, a + 1, row, keys.column(), keys.from() + e)) {
                        entries.child(0).appendFrom(keys.column(), keys.from() + e);
                        entries.child(1).appendFrom(values.column(), values.from() + e);
                        entries.endRow();
                    }
                }
            }
            result.endList();
        };
    }

    private static boolean isLater(Comparison comparison, Operand[] maps, int from, int row, Column keys, int key) {
        for (int a = from; a < maps.length; a++) {
            Elements others = Elements.keys(maps[a], row);
            for (int e = others.from(); e < others.to(); e++) {
                if (comparison.equal(others.column(), e, keys, key)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static RowFunction fromEntries(Expr.Call call, EvaluationContext context) {
        ElementSet set = new ElementSet(call.type().fields().get(0).type());
        return (arguments, row, result) -> {
            set.clear();
            Elements rows = Elements.of(arguments[0], row);
            ColumnBuilder entries = result.child(0);
            for (int e = rows.from(); e < rows.to(); e++) {
                RowColumn fields = (RowColumn) rows.column();
                if (fields.isNull(e) || fields.child(0).isNull(e)) {
                    throw nullKey();
                }
                checkKey(set, fields.child(0), e);
                entries.child(0).appendFrom(fields.child(0), e);
                entries.child(1).appendFrom(fields.child(1), e);
                entries.endRow();
            }
            result.endList();
        };
    }
}
