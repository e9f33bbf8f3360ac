package io.millrace.planner.validate;

import java.util.Locale;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Names of output columns that have no alias, as PostgreSQL gives them: the column, the function, the type of a cast, or {@code ?column?}. */
final class ColumnNames {
    private static final String UNNAMED = "?column?";

    private ColumnNames() {}

    /** Null only where the caller asks for no name ({@code ordinal} below 0) and there is none. */
    static String of(SqlNode node, int ordinal) {
        String name = of(node);
        return name == null && ordinal >= 0 ? UNNAMED : name;
    }

    private static String of(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return SqlValidatorUtil.alias(node, -1);
        }
        return switch (call.getKind()) {
            case AS -> SqlValidatorUtil.alias(node, -1);
            case CAST, SAFE_CAST -> {
                String inner = of(call.operand(0));
                yield inner != null || !(call.operand(1) instanceof SqlDataTypeSpec type) ? inner : typeName(type);
            }
            case CASE -> "case";
            case EXISTS -> "exists";
            case ROW -> "row";
            case ARRAY_VALUE_CONSTRUCTOR, ARRAY_QUERY_CONSTRUCTOR -> "array";
            case OVER, FILTER, WITHIN_GROUP, RESPECT_NULLS, IGNORE_NULLS, ITEM -> of(call.operand(0));
            case DOT -> of(call.operand(1));
            case SELECT -> ((SqlSelect) call).getSelectList().size() == 1 ? of(((SqlSelect) call).getSelectList().get(0)) : null;
            default -> call.getOperator() instanceof SqlFunction && call.getKind() != SqlKind.COLLECTION_TABLE
                    ? call.getOperator().getName().toLowerCase(Locale.ROOT)
                    : null;
        };
    }

    private static String typeName(SqlDataTypeSpec type) {
        if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec)) {
            return null;
        }
        return switch (type.getTypeName().getSimple()) {
            case "INTEGER" -> "int4";
            case "BIGINT" -> "int8";
            case "SMALLINT" -> "int2";
            case "DOUBLE" -> "float8";
            case "REAL" -> "float4";
            case "DECIMAL" -> "numeric";
            case "BOOLEAN" -> "bool";
            case "CHAR" -> "bpchar";
            default -> type.getTypeName().getSimple().toLowerCase(Locale.ROOT);
        };
    }
}
