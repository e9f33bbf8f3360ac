package io.millrace.frontend.handler.definition;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.frontend.execution.StatementContext;
import io.millrace.frontend.statement.ColumnDefinition;
import io.millrace.planner.PlannerRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Declared columns, checked: the key's are NOT NULL, and every DEFAULT has its column's type. */
record ColumnList(Schema schema, Map<String, String> defaults) {
    static ColumnList of(List<ColumnDefinition> columns, List<String> primaryKey, StatementContext context) {
        if (new HashSet<>(primaryKey).size() != primaryKey.size()) {
            throw new MillraceException(ErrorCode.DUPLICATE_COLUMN, "a column is in the primary key twice");
        }
        Set<String> key = new HashSet<>(primaryKey);
        List<Field> fields = new ArrayList<>();
        Map<String, String> defaults = new LinkedHashMap<>();
        for (ColumnDefinition column : columns) {
            boolean inKey = key.contains(column.name());
            if (inKey) {
                requireKeyType(column);
            }
            Field field = new Field(column.name(), column.type(), column.nullable() && !inKey);
            fields.add(field);
            if (column.defaultValue().isPresent()) {
                checkDefault(column, field, context);
                defaults.put(column.name(), column.defaultValue().get().sql());
            }
        }
        return new ColumnList(new Schema(fields), defaults);
    }

    private static void requireKeyType(ColumnDefinition column) {
        SqlType.Kind kind = column.type().kind();
        if (kind == SqlType.Kind.ARRAY || kind == SqlType.Kind.MAP || kind == SqlType.Kind.ROW || kind == SqlType.Kind.JSON) {
            throw new MillraceException(ErrorCode.INVALID_TABLE_DEFINITION,
                    "column \"" + column.name() + "\" of type " + column.type() + " cannot be in a primary key").at(column.position());
        }
    }

    private static void checkDefault(ColumnDefinition column, Field field, StatementContext context) {
        SourcePosition position = column.defaultValue().orElseThrow().position();
        try {
            context.plan(
                    StatementContext.parseQuery("SELECT " + column.defaultValue().get().sql()),
                    PlannerRequest.Mode.BATCH,
                    Optional.of(Schema.of(new Field(field.name(), field.type(), true))));
        } catch (MillraceException e) {
            throw new MillraceException(e.code(), "DEFAULT of column \"" + column.name() + "\": " + e.getMessage(), position,
                    e.hint().orElse(null), e);
        }
    }
}
