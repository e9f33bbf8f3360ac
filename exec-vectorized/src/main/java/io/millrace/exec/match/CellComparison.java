package io.millrace.exec.match;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.MatchValue.Cell;
import io.millrace.common.type.Layout;

/** {@code B.v > A.v} over integers, dates or times: read where it lies, since a batch of one row costs a hundred times as much. */
record CellComparison(Function function, Cell left, Cell right) {
    /** Null if the expression is none. */
    static CellComparison of(ValueExpression expression) {
        boolean compares = expression.expr() instanceof Expr.Call call && call.arguments().size() == 2 && switch (call.function()) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
        if (!compares) {
            return null;
        }
        Expr.Call call = (Expr.Call) expression.expr();
        Cell left = cell(call.arguments().get(0), expression);
        Cell right = cell(call.arguments().get(1), expression);
        return left == null || right == null || !left.type().equals(right.type()) ? null : new CellComparison(call.function(), left, right);
    }

    private static Cell cell(Expr expr, ValueExpression expression) {
        boolean whole = expr instanceof Expr.ColumnRef column && expression.values().get(column.index()) instanceof Cell cell
                && (cell.type().layout() == Layout.INT64 || cell.type().layout() == Layout.INT32);
        return whole ? (Cell) expression.values().get(((Expr.ColumnRef) expr).index()) : null;
    }

    /** Whether it holds; not so where a row is -1 or a value is NULL. */
    boolean test(PartitionedRows rows, int leftRow, int rightRow) {
        FixedColumn leftColumn = flat(rows.batch().column(left.column()));
        FixedColumn rightColumn = flat(rows.batch().column(right.column()));
        if (leftRow < 0 || rightRow < 0 || leftColumn.isNull(leftRow) || rightColumn.isNull(rightRow)) {
            return false;
        }
        int order = Long.compare(number(leftColumn, leftRow), number(rightColumn, rightRow));
        return switch (function) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            default -> throw new AssertionError(function);
        };
    }

    private static FixedColumn flat(Column column) {
        return (FixedColumn) column;
    }

    private static long number(FixedColumn column, int row) {
        return column.type().layout() == Layout.INT32 ? column.intAt(row) : column.longAt(row);
    }

    /** Whether the columns can be read so. */
    boolean fits(PartitionedRows rows) {
        return rows.batch().column(left.column()) instanceof FixedColumn && rows.batch().column(right.column()) instanceof FixedColumn;
    }
}
