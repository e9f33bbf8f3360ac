package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** What a table demands of rows that come in: types, NOT NULL, lengths. */
record RowChecks(CatalogObject.Table table, BufferAllocator allocator) {

    /**
     * The batch's live rows, flat, with the table's types; weights stay. Takes over the batch.
     *
     * @throws MillraceException DATATYPE_MISMATCH, NOT_NULL_VIOLATION or STRING_TRUNCATION
     */
    Batch check(Batch batch) {
        try (Batch rows = batch.compact(allocator)) {
            if (rows.width() != table.schema().size()) {
                throw new MillraceException(
                        ErrorCode.DATATYPE_MISMATCH,
                        "table \"" + table.name() + "\" has " + table.schema().size() + " columns, the rows have " + rows.width());
            }
            List<Column> columns = new ArrayList<>();
            Column weights = null;
            boolean done = false;
            try {
                weights = rows.weights() == null ? null : rows.weights().flatten(allocator);
                for (int c = 0; c < rows.width(); c++) {
                    columns.add(column(c, rows.column(c)));
                    require(c, columns.get(c), (FixedColumn) weights);
                }
                done = true;
                return new Batch(columns, rows.physicalRows(), null, weights);
            } finally {
                if (!done) {
                    columns.forEach(Column::close);
                    if (weights != null) {
                        weights.close();
                    }
                }
            }
        }
    }

    private Column column(int index, Column column) {
        Field field = table.schema().field(index);
        SqlType found = column.type();
        boolean allNull = found.kind() == SqlType.Kind.NULL;
        boolean same = found.equals(field.type()) || isSameKind(found, field.type());
        if (!same && !allNull) {
            throw new MillraceException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "column \"" + field.name() + "\" of \"" + table.name() + "\" is of type " + field.type() + " but the value is of type "
                            + found);
        }
        if (allNull && field.type().kind() != SqlType.Kind.NULL) {
            int[] nothing = new int[column.length()];
            java.util.Arrays.fill(nothing, -1);
            try (Column empty = io.millrace.common.batch.Values.single(allocator, field.type(), null);
                    Column nulls = empty.gather(allocator, nothing, nothing.length)) {
                return nulls.flatten(allocator);
            }
        }
        Column flat = column.flatten(allocator);
        return found.equals(field.type()) || field.type().layout() == io.millrace.common.type.Layout.LIST
                || field.type().layout() == io.millrace.common.type.Layout.ROW ? flat : flat.withType(field.type());
    }

    /** Types that differ in declared length, or in digits that the layout holds anyway. */
    private static boolean isSameKind(SqlType found, SqlType declared) {
        return switch (declared.kind()) {
            case CHAR, VARCHAR -> found.isCharacter();
            case ARRAY, MAP, ROW -> found.kind() == declared.kind() && areSameKinds(found.fields(), declared.fields());
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> found.kind() == declared.kind() && found.unitsPerSecond() == declared.unitsPerSecond();
            case DECIMAL ->
                    found.kind() == declared.kind() && found.scale() == declared.scale() && found.precision() <= declared.precision()
                            && found.layout() == declared.layout();
            default -> found.kind() == declared.kind();
        };
    }

    private static boolean areSameKinds(List<Field> found, List<Field> declared) {
        if (found.size() != declared.size()) {
            return false;
        }
        for (int i = 0; i < found.size(); i++) {
            if (!isSameKind(found.get(i).type(), declared.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private void require(int index, Column column, FixedColumn weights) {
        Field field = table.schema().field(index);
        if (column.mayHaveNulls() && (!field.nullable() || table.primaryKey().contains(field.name()))) {
            for (int i = 0; i < column.length(); i++) {
                if (column.isNull(i) && (weights == null || weights.longAt(i) > 0)) {
                    throw new MillraceException(
                            ErrorCode.NOT_NULL_VIOLATION,
                            "null value in column \"" + field.name() + "\" of " + table.name() + " violates its NOT NULL constraint");
                }
            }
        }
        int limit = field.type().precision();
        boolean limited = field.type().isCharacter() || field.type().kind() == SqlType.Kind.BINARY;
        if (limited && limit != SqlType.UNBOUNDED) {
            BinaryColumn values = (BinaryColumn) column;
            for (int i = 0; i < column.length(); i++) {
                if (!column.isNull(i) && values.lengthAt(i) > limit && length(field.type(), values, i) > limit) {
                    throw new MillraceException(
                            ErrorCode.STRING_TRUNCATION, "value too long for type " + field.type() + " of column \"" + field.name() + "\"");
                }
            }
        }
    }

    /** Characters of a text, bytes of a binary. */
    private static int length(SqlType type, BinaryColumn values, int row) {
        int bytes = values.lengthAt(row);
        if (!type.isCharacter()) {
            return bytes;
        }
        int characters = 0;
        for (int i = 0; i < bytes; i++) {
            characters += (Memory.getByte(values.startAt(row) + i) & 0xC0) == 0x80 ? 0 : 1;
        }
        return characters;
    }
}
