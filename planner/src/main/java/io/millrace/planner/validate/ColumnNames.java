package io.millrace.planner.validate;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Names of output columns that have no alias, as PostgreSQL gives them: the column, the function, the type of a cast, or {@code ?column?}. */
public final class ColumnNames {
    private static final String UNNAMED = "?column?";
    /** Between a name that was given here and a number that tells it from others of the same list: {@link #shown} takes both away. */
    private static final String MARK = "$#";

    private ColumnNames() {}

    /** Gives every item without a name of its own an alias, unless PostgreSQL would not name it either. */
    static void assign(SqlSelect select) {
        SqlNodeList items = select.getSelectList();
        if (items == null) {
            return;
        }
        Set<String> taken = new HashSet<>();
        Set<String> seen = new HashSet<>();
        items.forEach(item -> taken.add(SqlValidatorUtil.alias(item, 0)));
        for (int i = 0; i < items.size(); i++) {
            SqlNode item = items.get(i);
            String name = nameToGive(item);
            boolean again = item instanceof SqlIdentifier column && !column.isStar() && !seen.add(column.names.getLast());
            if (again) {
                String column = ((SqlIdentifier) item).names.getLast();
                items.set(i, SqlStdOperatorTable.AS.createCall(item.getParserPosition(), item,
                        new SqlIdentifier(repeated(column, i), item.getParserPosition())));
            }
            if (name != null) {
                String unique = taken.add(name) ? name : repeated(name, i);
                items.set(i, SqlStdOperatorTable.AS.createCall(item.getParserPosition(), item,
                        new SqlIdentifier(unique, item.getParserPosition())));
            }
        }
    }

    private static String nameToGive(SqlNode item) {
        if (item instanceof SqlIdentifier identifier && !identifier.isSimple()) {
            return null;
        }
        if (item instanceof SqlIdentifier identifier) {
            return FunctionSyntax.isCall(identifier) ? identifier.getSimple().toLowerCase(Locale.ROOT) : null;
        }
        return item.getKind() == SqlKind.AS ? null : of(item);
    }

    /** The name of a column that is not the first of its name in a select list. */
    public static String repeated(String name, int position) {
        return name + MARK + position;
    }

    /** The name that users see. */
    public static String shown(String name) {
        int mark = name.indexOf(MARK);
        if (mark > 0) {
            return name.substring(0, mark);
        }
        return name.matches("EXPR\\$[0-9]+") ? UNNAMED : name;
    }

    private static String of(SqlNode node) {
        if (node instanceof SqlLiteral literal) {
            return literalName(literal);
        }
        if (!(node instanceof SqlCall call)) {
            return SqlValidatorUtil.alias(node);
        }
        if (call.getOperator() instanceof OperatorCall) {
            return null;
        }
        return switch (call.getKind()) {
            case AS -> SqlValidatorUtil.alias(node);
            case CAST, SAFE_CAST -> {
                SqlNode value = call.operand(0);
                boolean typed = value instanceof SqlLiteral || value.getKind() == SqlKind.CAST || value.getKind() == SqlKind.SAFE_CAST;
                String inner = typed ? null : of(value);
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

    /** {@code DATE '…'} and its like are casts to PostgreSQL. */
    private static String literalName(SqlLiteral literal) {
        if (literal instanceof SqlUnknownLiteral typed) {
            return typed.tag.toLowerCase(Locale.ROOT).replace("timestamp with time zone", "timestamptz");
        }
        return switch (literal.getTypeName()) {
            case DATE -> "date";
            case TIME -> "time";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_TZ, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "timestamptz";
            default -> SqlTypeName.INTERVAL_TYPES.contains(literal.getTypeName()) ? "interval" : null;
        };
    }

    private static String typeName(SqlDataTypeSpec type) {
        if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec)) {
            return type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec ? "json" : null;
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
            case "VARCHAR" -> ((SqlBasicTypeNameSpec) type.getTypeNameSpec()).getPrecision() < 0 ? "text" : "varchar";
            case "VARBINARY", "BINARY" -> "bytea";
            case "TIMESTAMP_TZ", "TIMESTAMP_WITH_LOCAL_TIME_ZONE" -> "timestamptz";
            default -> type.getTypeName().getSimple().toLowerCase(Locale.ROOT);
        };
    }
}
