package io.millrace.jdbc.arrow;

import io.millrace.jdbc.value.ColumnInfo;
import io.millrace.jdbc.value.ColumnType;
import io.millrace.jdbc.value.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Schema;

/** A schema message as columns: the SQL type is in each field's metadata. */
final class SchemaFields {
    private static final String SQL_TYPE = "sql.type";

    private SchemaFields() {}

    static List<ColumnInfo> columns(Schema schema) {
        List<ColumnInfo> columns = new ArrayList<>(schema.fieldsLength());
        for (int i = 0; i < schema.fieldsLength(); i++) {
            columns.add(column(schema.fields(i)));
        }
        return columns;
    }

    static Map<String, String> facts(Schema schema) {
        Map<String, String> facts = new HashMap<>();
        for (int i = 0; i < schema.customMetadataLength(); i++) {
            KeyValue one = schema.customMetadata(i);
            facts.put(one.key(), one.value());
        }
        return facts;
    }

    private static ColumnInfo column(Field field) {
        String spelling = "VARCHAR";
        for (int i = 0; i < field.customMetadataLength(); i++) {
            KeyValue one = field.customMetadata(i);
            if (SQL_TYPE.equals(one.key())) {
                spelling = one.value();
            }
        }
        ColumnType type = ColumnType.parse(spelling);
        Field parent = type.kind() == Kind.MAP ? field.children(0) : field;
        if (type.kind() == Kind.ARRAY || type.kind() == Kind.MAP || type.kind() == Kind.ROW) {
            List<ColumnInfo> members = new ArrayList<>();
            for (int i = 0; i < parent.childrenLength(); i++) {
                members.add(column(parent.children(i)));
            }
            type = type.withMembers(members);
        }
        return new ColumnInfo(field.name(), type, field.nullable());
    }
}
