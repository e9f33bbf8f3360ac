package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Operator;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Expands arrays and maps side by side, a batch of output rows at a time: the input's columns and the elements are gathered by position. */
final class UnnestOperator implements Operator {
    private final PlanNode.Unnest node;
    private final BufferAllocator allocator;
    private final Evaluator[] evaluators;
    private final int[] positions;
    private final int[][] elements;
    private final long[] ordinals;

    private Batch input;
    private final ListColumn[] lists;
    private int index;
    private int offset;

    UnnestOperator(PlanNode.Unnest node, LaneContext lane) {
        this.node = node;
        this.allocator = lane.execution().allocator();
        this.evaluators = node.collections().stream().map(c -> Expressions.evaluator(c, lane.evaluation())).toArray(Evaluator[]::new);
        this.lists = new ListColumn[evaluators.length];
        this.positions = new int[lane.batchRows()];
        this.elements = new int[evaluators.length][positions.length];
        this.ordinals = new long[positions.length];
    }

    @Override
    public void accept(Batch batch) {
        input = batch;
        index = 0;
        offset = 0;
        for (int c = 0; c < lists.length; c++) {
            try (Column values = evaluators[c].evaluate(batch, batch.selection())) {
                lists[c] = (ListColumn) values.flatten(allocator);
            }
        }
    }

    @Override
    public Batch next() {
        if (input == null) {
            return null;
        }
        int count = 0;
        while (index < input.rows() && count < positions.length) {
            int position = input.selection() == null ? index : input.selection().at(index);
            int longest = 0;
            for (ListColumn list : lists) {
                longest = Math.max(longest, length(list, position));
            }
            int rows = longest == 0 && node.outer() ? 1 : longest;
            for (; offset < rows && count < positions.length; offset++, count++) {
                positions[count] = position;
                ordinals[count] = longest == 0 ? -1 : offset + 1L;
                for (int c = 0; c < lists.length; c++) {
                    elements[c][count] = offset < length(lists[c], position) ? lists[c].startAt(position) + offset : -1;
                }
            }
            if (offset >= rows) {
                index++;
                offset = 0;
            }
        }
        if (count == 0) {
            closeInput();
            return null;
        }
        return output(count);
    }

    private static int length(ListColumn list, int position) {
        return list.isNull(position) ? 0 : list.endAt(position) - list.startAt(position);
    }

    private Batch output(int count) {
        List<Column> columns = new ArrayList<>();
        try {
            for (Column column : input.columns()) {
                columns.add(column.gather(allocator, positions, count));
            }
            for (int c = 0; c < lists.length; c++) {
                Column values = lists[c].elements();
                if (values instanceof RowColumn rows) {
                    for (int i = 0; i < count; i++) {
                        if (elements[c][i] >= 0 && rows.isNull(elements[c][i])) {
                            elements[c][i] = -1;
                        }
                    }
                    for (Column child : rows.children()) {
                        columns.add(child.gather(allocator, elements[c], count));
                    }
                } else {
                    columns.add(values.gather(allocator, elements[c], count));
                }
            }
            if (node.ordinality()) {
                columns.add(ordinality(count));
            }
            return Batch.of(columns, count);
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    private Column ordinality(int count) {
        ArrowBuf data = Buffers.allocate(allocator, 8L * count);
        ArrowBuf validity = null;
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, ordinals[i]);
            if (ordinals[i] < 0) {
                if (validity == null) {
                    validity = Buffers.allocateOnes(allocator, count);
                }
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        return new FixedColumn(SqlType.BIGINT, count, data, validity);
    }

    private void closeInput() {
        if (input != null) {
            input.close();
            input = null;
        }
        for (int c = 0; c < lists.length; c++) {
            if (lists[c] != null) {
                lists[c].close();
                lists[c] = null;
            }
        }
    }

    @Override
    public void close() {
        closeInput();
        for (Evaluator evaluator : evaluators) {
            evaluator.close();
        }
    }
}
