package io.millrace.common.type;

import java.util.ArrayList;
import java.util.List;

/** An ordered list of fields: the shape of a batch, a table, or a plan node's output. Names may repeat in a query's output. */
public record Schema(List<Field> fields) {
    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public SqlType type(int index) {
        return fields.get(index).type();
    }

    /** Index of the first field of that name, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    public Schema select(List<Integer> columns) {
        return new Schema(columns.stream().map(fields::get).toList());
    }

    public Schema concat(Schema other) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(other.fields);
        return new Schema(all);
    }
}
