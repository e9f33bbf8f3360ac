package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.plan.PlanNode.Unnest;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;

/** Expands arrays and maps side by side. Linear: no state, every new row has its row's weight. */
public final class UnnestOperator extends StepOperator {
    private final Unnest node;
    private final List<Evaluator> evaluators = new ArrayList<>();
    private int[] rows = new int[64];
    /** Ordinal of the element from 0; -1: nothing to expand. */
    private int[] ordinals = new int[64];
    private int count;

    public UnnestOperator(OperatorContext context, int number, StepOperator input, Unnest node) {
        super(context, number, List.of(input));
        this.node = node;
        node.collections().forEach(e -> evaluators.add(Expressions.evaluator(e, context.evaluation())));
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            Selection selection = batch.selection();
            List<Column> collections;
            try {
                collections = ProjectOperator.evaluate(evaluators, batch, selection);
            } catch (MillraceException e) {
                if (!ErrorRows.isRowError(e)) {
                    throw e;
                }
                selection = RowErrors.survivors(
                        context, this, batch, part -> ProjectOperator.evaluate(evaluators, batch, part).forEach(Column::close));
                collections = ProjectOperator.evaluate(evaluators, batch, selection);
            }
            List<ListColumn> lists = new ArrayList<>();
            try {
                for (Column collection : collections) {
                    lists.add((ListColumn) collection.flatten(allocator()));
                }
                expand(batch, selection, lists);
            } finally {
                lists.forEach(Column::close);
                collections.forEach(Column::close);
            }
        }
    }

    private void expand(Batch batch, Selection selection, List<ListColumn> lists) {
        count = 0;
        int alive = selection == null ? batch.physicalRows() : selection.count();
        for (int i = 0; i < alive; i++) {
            int position = selection == null ? i : selection.at(i);
            int longest = 0;
            for (ListColumn list : lists) {
                longest = Math.max(longest, length(list, position));
            }
            for (int e = 0; e < longest; e++) {
                add(batch, lists, position, e);
            }
            if (longest == 0 && node.outer()) {
                add(batch, lists, position, -1);
            }
        }
        flush(batch, lists);
    }

    private static int length(ListColumn list, int position) {
        return list.isNull(position) ? 0 : list.endAt(position) - list.startAt(position);
    }

    private void add(Batch batch, List<ListColumn> lists, int position, int ordinal) {
        if (count == context.batchRows()) {
            flush(batch, lists);
        }
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
            ordinals = Arrays.copyOf(ordinals, 2 * count);
        }
        rows[count] = position;
        ordinals[count++] = ordinal;
    }

    private void flush(Batch batch, List<ListColumn> lists) {
        if (count == 0) {
            return;
        }
        try (Batch repeated = batch.gather(allocator(), rows, count)) {
            List<Column> columns = new ArrayList<>(repeated.columns().subList(0, node.input().schema().size()));
            columns.forEach(Column::retain);
            for (ListColumn list : lists) {
                addElements(list, columns);
            }
            if (node.ordinality()) {
                columns.add(ordinality());
            }
            for (int c = 0; c < columns.size(); c++) {
                SqlType type = node.schema().type(c);
                if (!columns.get(c).type().equals(type)) {
                    columns.set(c, columns.get(c).withType(type));
                }
            }
            context.origins().repeated(rows, () -> emit(repeated.withColumns(columns)));
        }
        count = 0;
    }

    private void addElements(ListColumn list, List<Column> columns) {
        int[] elements = new int[count];
        for (int i = 0; i < count; i++) {
            boolean within = ordinals[i] >= 0 && ordinals[i] < length(list, rows[i]);
            int element = within ? list.startAt(rows[i]) + ordinals[i] : -1;
            elements[i] = element >= 0 && list.elements().isNull(element) ? -1 : element;
        }
        try (Column values = list.elements().gather(allocator(), elements, count)) {
            if (values.type().layout() != Layout.ROW) {
                columns.add(values.retain());
                return;
            }
            RowColumn row = (RowColumn) values;
            for (Column child : row.children()) {
                columns.add(child.retain());
            }
        }
    }

    private Column ordinality() {
        ArrowBuf data = Buffers.allocate(allocator(), 8L * count);
        ArrowBuf validity = null;
        for (int i = 0; i < count; i++) {
            Memory.putLong(data.memoryAddress() + 8L * i, ordinals[i] + 1L);
            if (ordinals[i] < 0) {
                validity = validity == null ? Buffers.allocateOnes(allocator(), count) : validity;
                Memory.clearBit(validity.memoryAddress(), i);
            }
        }
        return new FixedColumn(SqlType.BIGINT, count, data, validity);
    }

    @Override
    public void close() {
        evaluators.forEach(Evaluator::close);
    }
}
