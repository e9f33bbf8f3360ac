package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Selection;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Condition;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The part of a variable's definition that looks at the row and its neighbours alone, decided for thousands of rows when the first of them is asked for.
 * If one of them raises an error they are decided one by one, so that only a row that the search comes to can raise one.
 */
final class LocalConditions implements AutoCloseable {
    private static final int SLAB_BITS = 12;
    private static final int SLAB_ROWS = 1 << SLAB_BITS;

    private final ValueExpression expression;
    private final String name;
    private final EvaluationContext evaluation;
    private final Condition condition;
    private PartitionedRows rows;
    private BitSet[] slabs;
    private boolean[] oneByOne;

    LocalConditions(ValueExpression expression, String name, EvaluationContext evaluation) {
        this.expression = expression;
        this.name = name;
        this.evaluation = evaluation;
        this.condition = Expressions.condition(expression.expr(), evaluation);
    }

    void begin(PartitionedRows newRows) {
        rows = newRows;
        int count = (newRows.batch().physicalRows() + SLAB_ROWS - 1) >>> SLAB_BITS;
        slabs = new BitSet[count];
        oneByOne = new boolean[count];
    }

    boolean test(int row) {
        int slab = row >>> SLAB_BITS;
        if (slabs[slab] == null) {
            int from = slab << SLAB_BITS;
            try {
                slabs[slab] = evaluate(from, Math.min(from + SLAB_ROWS, rows.batch().physicalRows()));
            } catch (MillraceException e) {
                if (e.code().category() != ErrorCode.Category.USER) {
                    throw e;
                }
                oneByOne[slab] = true;
                slabs[slab] = new BitSet();
            }
        }
        return oneByOne[slab] ? evaluate(row, row + 1).get(0) : slabs[slab].get(row - (slab << SLAB_BITS));
    }

    private BitSet evaluate(int from, int to) {
        List<Column> columns = new ArrayList<>();
        try {
            for (MatchValue value : expression.values()) {
                columns.add(column(value, from, to));
            }
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
        try (Batch batch = Batch.of(columns, to - from)) {
            Selection selection = condition.select(batch, null);
            BitSet bits = new BitSet(to - from);
            if (selection == null) {
                bits.set(0, to - from);
            }
            for (int i = 0; selection != null && i < selection.count(); i++) {
                bits.set(selection.at(i));
            }
            return bits;
        }
    }

    private Column column(MatchValue value, int from, int to) {
        return switch (value) {
            case MatchValue.Cell cell ->
                    rows.batch().column(cell.column()).gather(evaluation.allocator(), shifted(cell.at().shift(), from, to), to - from);
            case MatchValue.Classifier classifier -> Values.constant(evaluation.allocator(), SqlType.VARCHAR, name, to - from);
            case MatchValue.Exists exists -> {
                int[] positions = shifted(exists.at().shift(), from, to);
                try (ColumnBuilder builder = new ColumnBuilder(evaluation.allocator(), SqlType.BOOLEAN, to - from)) {
                    for (int i = 0; i < to - from; i++) {
                        builder.appendBoolean(positions[i] >= 0);
                    }
                    yield builder.buildAndClose();
                }
            }
            case MatchValue.Aggregated aggregated -> throw new AssertionError(aggregated);
            case MatchValue.MatchNumber number -> throw new AssertionError(number);
        };
    }

    /** The rows that are {@code shift} further in their partitions, -1 for none. */
    private int[] shifted(int shift, int from, int to) {
        int[] positions = new int[to - from];
        int partition = rows.partitionOf(from);
        for (int row = from; row < to; row++) {
            while (row >= rows.starts()[partition + 1]) {
                partition++;
            }
            long target = (long) row + shift;
            boolean inside = target >= rows.starts()[partition] && target < rows.starts()[partition + 1];
            positions[row - from] = inside ? (int) target : -1;
        }
        return positions;
    }

    @Override
    public void close() {
        condition.close();
    }
}
