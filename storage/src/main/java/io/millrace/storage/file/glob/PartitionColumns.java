package io.millrace.storage.file.glob;

import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Columns whose values are in folders' names ({@code year=2026/month=11}). They exist if all files have the same keys. A column is BIGINT or DATE if every
 * value reads as one, else VARCHAR.
 */
public final class PartitionColumns {
    /** What Hive writes for a folder of nulls. */
    public static final String NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__";

    private final List<Field> fields;

    private PartitionColumns(List<Field> fields) {
        this.fields = fields;
    }

    public static PartitionColumns none() {
        return new PartitionColumns(List.of());
    }

    public static PartitionColumns infer(List<DataFile> files) {
        if (files.isEmpty() || files.get(0).partitions().isEmpty()) {
            return none();
        }
        List<String> keys = List.copyOf(files.get(0).partitions().keySet());
        for (DataFile file : files) {
            if (!List.copyOf(file.partitions().keySet()).equals(keys)) {
                return none();
            }
        }
        List<Field> fields = new ArrayList<>();
        for (String key : keys) {
            fields.add(Field.of(key,
                    type(files.stream().map(f -> f.partitions().get(key)).filter(v -> !v.equals(NULL_FOLDER)).distinct().toList())));
        }
        return new PartitionColumns(List.copyOf(fields));
    }

    private static SqlType type(List<String> values) {
        if (!values.isEmpty() && values.stream().allMatch(v -> parse(SqlType.BIGINT, v) != null)) {
            return SqlType.BIGINT;
        }
        if (!values.isEmpty() && values.stream().allMatch(v -> parse(SqlType.DATE, v) != null)) {
            return SqlType.DATE;
        }
        return SqlType.VARCHAR;
    }

    private static Object parse(SqlType type, String text) {
        try {
            return switch (type.kind()) {
                case BIGINT -> Long.valueOf(text);
                case DATE -> LocalDate.parse(text);
                default -> text;
            };
        } catch (NumberFormatException | DateTimeParseException e) {
            return null;
        }
    }

    public List<Field> fields() {
        return fields;
    }

    /** A file's own columns and then these; one of the same name in the file gives way to its folder's. */
    public Schema appendedTo(Schema file) {
        List<Field> all = new ArrayList<>(file.fields());
        for (Field partition : fields) {
            int existing = file.indexOf(partition.name());
            if (existing >= 0) {
                all.set(existing, partition);
            } else {
                all.add(partition);
            }
        }
        return new Schema(all);
    }

    /** The columns of a table that are in its files. */
    public Schema removedFrom(Schema table) {
        return new Schema(table.fields().stream().filter(f -> fields.stream().noneMatch(p -> p.name().equals(f.name()))).toList());
    }

    /** A file's values by column name, as {@link io.millrace.common.batch.Values}; null for the folder of nulls. */
    public Map<String, Object> values(Map<String, String> partitions) {
        Map<String, Object> values = new HashMap<>();
        for (Field field : fields) {
            String text = partitions.get(field.name());
            values.put(field.name(), text == null || text.equals(NULL_FOLDER) ? null : parse(field.type(), text));
        }
        return values;
    }
}
