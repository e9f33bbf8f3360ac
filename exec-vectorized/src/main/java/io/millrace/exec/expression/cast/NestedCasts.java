package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** ARRAY, MAP and ROW element by element; with a safe cast an element that cannot be cast becomes NULL, not the whole. */
final class NestedCasts {
    private NestedCasts() {}

    /** The inner cast at rows that are not NULL, NULL elsewhere; a null cast keeps the column. Flat; owned by the caller. */
    static Column inner(ColumnCast cast, Column column, Rows rows, SqlType type, BufferAllocator allocator) {
        if (cast == null) {
            return column.retain().withType(type);
        }
        Operand operand = new Operand(column);
        Rows valid = rows.where(operand.validity);
        if (valid.count() == 0) {
            try (Column nulls = Validity.nulls(allocator, type, column.length())) {
                return nulls.flatten(allocator);
            }
        }
        try (Column cast1 = Validity.restrict(allocator, cast.apply(operand, valid), Validity.of(column))) {
            return cast1.flatten(allocator);
        }
    }

    /** ARRAY to ARRAY, or MAP to MAP by its entries. */
    record OfList(SqlType type, ColumnCast element, SqlType elementType, BufferAllocator allocator) implements ColumnCast {
        @Override
        public Column apply(Operand operand, Rows rows) {
            try (Column flat = operand.column.flatten(allocator)) {
                ListColumn list = (ListColumn) flat;
                Column elements = inner(element, list.elements(), elementRows(list, rows), elementType, allocator);
                list.offsets().getReferenceManager().retain();
                ArrowBuf validity = list.validity();
                if (validity != null) {
                    validity.getReferenceManager().retain();
                }
                return new ListColumn(type, list.length(), list.offsets(), validity, elements);
            }
        }

        private static Rows elementRows(ListColumn list, Rows rows) {
            int length = list.elements().length();
            int[] positions = new int[length];
            int n = 0;
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                for (int e = list.startAt(i); e < list.endAt(i); e++) {
                    positions[n++] = e;
                }
            }
            return n == length ? Rows.all(length) : new Rows(length, Arrays.copyOf(positions, n), n);
        }
    }

    /** ROW to ROW field by field; also the entries of a MAP. */
    record OfRow(SqlType type, List<ColumnCast> fields, BufferAllocator allocator) implements ColumnCast {
        @Override
        public Column apply(Operand operand, Rows rows) {
            List<Column> children = new ArrayList<>();
            try (Column flat = operand.column.flatten(allocator)) {
                RowColumn row = (RowColumn) flat;
                for (int f = 0; f < fields.size(); f++) {
                    children.add(inner(fields.get(f), row.child(f), rows, type.fields().get(f).type(), allocator));
                }
                ArrowBuf validity = row.validity();
                if (validity != null) {
                    validity.getReferenceManager().retain();
                }
                return new RowColumn(type, row.length(), validity, children);
            } catch (Throwable t) {
                children.forEach(Column::close);
                throw t;
            }
        }
    }
}
