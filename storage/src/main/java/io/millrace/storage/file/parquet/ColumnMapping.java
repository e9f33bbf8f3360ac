package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where each column of a table comes from in one file: a column of the file, perhaps read as a wider type, or a value that is the same in all rows. */
public final class ColumnMapping {
    private final Schema table;
    private final List<Origin> origins;

    private ColumnMapping(Schema table, List<Origin> origins) {
        this.table = table;
        this.origins = List.copyOf(origins);
    }

    /** One column's origin. */
    sealed interface Origin {
        /** A top-level column of the file, typed as the table wants it. */
        record FromFile(ParquetNode node) implements Origin {}

        /** A value of {@link io.millrace.common.batch.Values}, null included. */
        record Constant(SqlType type, Object value) implements Origin {}
    }

    /**
     * Matches columns by name. A column that is neither in the file nor among {@code constants} is null.
     *
     * @param constants values of columns that the file does not hold, such as those of its folders' names; they win over the file's
     * @throws MillraceException DATATYPE_MISMATCH naming file and column if the file's type does not fit; NOT_NULL_VIOLATION if a column that must not be
     *     null is missing
     */
    public static ColumnMapping byName(ParquetFile file, Schema table, Map<String, Object> constants) {
        List<Origin> origins = new ArrayList<>();
        for (Field field : table.fields()) {
            origins.add(constants.containsKey(field.name())
                    ? new Origin.Constant(field.type(), constants.get(field.name()))
                    : origin(file, field, file.schema().indexOf(field.name())));
        }
        return new ColumnMapping(table, origins);
    }

    /** Matches columns by the ids that a table format writes into files. {@code ids} has one id a column of {@code table}. */
    public static ColumnMapping byFieldId(ParquetFile file, Schema table, List<Integer> ids) {
        List<Origin> origins = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            int found = -1;
            for (int c = 0; c < file.columns().size() && found < 0; c++) {
                found = file.fieldId(c) == ids.get(i) ? c : -1;
            }
            origins.add(origin(file, table.field(i), found));
        }
        return new ColumnMapping(table, origins);
    }

    /** The file's own columns in their order. */
    public static ColumnMapping identity(ParquetFile file) {
        return byName(file, file.schema(), Map.of());
    }

    private static Origin origin(ParquetFile file, Field field, int column) {
        if (column < 0) {
            if (!field.nullable()) {
                throw new MillraceException(
                        ErrorCode.NOT_NULL_VIOLATION,
                        "file " + file.path() + " has no column " + field.name() + ", which must not be null");
            }
            return new Origin.Constant(field.type(), null);
        }
        ParquetNode node = file.columns().get(column);
        ParquetNode fitted = fit(node, field.type());
        if (fitted == null) {
            throw new MillraceException(
                    ErrorCode.DATATYPE_MISMATCH,
                    "file " + file.path() + ": column " + field.name() + " is " + node.type() + ", expected " + field.type());
        }
        return new Origin.FromFile(fitted);
    }

    /** The node read as another type, or null if that does not hold its values. */
    static ParquetNode fit(ParquetNode node, SqlType type) {
        return switch (node) {
            case ParquetNode.Leaf leaf -> {
                LeafType fitted = leaf.leaf().as(type);
                yield fitted == null ? null : leaf.as(fitted);
            }
            case ParquetNode.ListOf list -> {
                if (list.type().kind() != type.kind()) {
                    yield null;
                }
                ParquetNode element = fit(list.element(), type.kind() == SqlType.Kind.MAP ? SqlType.row(type.fields()) : type.element());
                yield element == null
                        ? null
                        : new ParquetNode.ListOf(
                                list.name(), type, list.nullable(), list.fieldId(), list.presentLevel(), list.elementLevel(),
                                list.repetition(), element);
            }
            case ParquetNode.Row row -> fitRow(row, type);
        };
    }

    /** Members are matched by name, those of map entries by position. */
    private static ParquetNode fitRow(ParquetNode.Row row, SqlType type) {
        if (type.kind() != SqlType.Kind.ROW || type.fields().size() != row.children().size()) {
            return null;
        }
        List<ParquetNode> children = new ArrayList<>();
        for (int i = 0; i < type.fields().size(); i++) {
            Field field = type.fields().get(i);
            ParquetNode child =
                    row.children().stream().filter(c -> c.name().equals(field.name())).findFirst().orElse(row.children().get(i));
            ParquetNode fitted = fit(child, field.type());
            if (fitted == null) {
                return null;
            }
            children.add(fitted);
        }
        return new ParquetNode.Row(row.name(), type, row.nullable(), row.fieldId(), row.presentLevel(), children);
    }

    public Schema table() {
        return table;
    }

    Origin origin(int column) {
        return origins.get(column);
    }
}
