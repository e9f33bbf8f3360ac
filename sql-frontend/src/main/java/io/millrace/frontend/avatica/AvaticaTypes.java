package io.millrace.frontend.avatica;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;

/**
 * Our types in Avatica's words: JDBC's type, its name, and how values travel ({@link AvaticaValues} writes them so). Types that Avatica has no form of
 * travel as texts, so that nothing of them is lost.
 */
final class AvaticaTypes {
    private static final int DISPLAY_SIZE_UNKNOWN = 40;

    private AvaticaTypes() {}

    /**
     * The type as which a value travels. Avatica's own client cannot read the description of a ROW in JSON: there ROWs travel as the texts of JSON
     * objects.
     */
    static SqlType carried(SqlType type, boolean rows) {
        return switch (type.kind()) {
            case ROW -> rows ? type : SqlType.JSON;
            case ARRAY -> SqlType.array(carried(type.element(), rows));
            default -> type;
        };
    }

    static List<Field> carried(List<Field> fields, boolean rows) {
        return fields.stream().map(field -> new Field(field.name(), carried(field.type(), rows), field.nullable())).toList();
    }

    static List<ColumnMetaData> columns(List<Field> fields) {
        List<ColumnMetaData> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            columns.add(column(i, fields.get(i)));
        }
        return columns;
    }

    static ColumnMetaData column(int ordinal, Field field) {
        SqlType type = field.type();
        return new ColumnMetaData(
                ordinal,
                false,
                type.isCharacter(),
                true,
                false,
                field.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                type.isNumeric(),
                displaySize(type),
                field.name(),
                field.name(),
                "",
                size(type),
                digits(type),
                "",
                "",
                type(type),
                true,
                false,
                false,
                className(type));
    }

    static AvaticaParameter parameter(SqlType type, int position) {
        return new AvaticaParameter(
                type.isNumeric(), size(type), digits(type), type(type).id, name(type), className(type), "?" + (position + 1));
    }

    static AvaticaType type(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> ColumnMetaData.scalar(Types.BOOLEAN, name(type), Rep.BOOLEAN);
            case TINYINT -> ColumnMetaData.scalar(Types.TINYINT, name(type), Rep.BYTE);
            case SMALLINT -> ColumnMetaData.scalar(Types.SMALLINT, name(type), Rep.SHORT);
            case INTEGER -> ColumnMetaData.scalar(Types.INTEGER, name(type), Rep.INTEGER);
            case BIGINT -> ColumnMetaData.scalar(Types.BIGINT, name(type), Rep.LONG);
            case REAL -> ColumnMetaData.scalar(Types.REAL, name(type), Rep.FLOAT);
            case DOUBLE -> ColumnMetaData.scalar(Types.DOUBLE, name(type), Rep.DOUBLE);
            case DECIMAL -> ColumnMetaData.scalar(Types.DECIMAL, name(type), Rep.NUMBER);
            case CHAR -> ColumnMetaData.scalar(Types.CHAR, name(type), Rep.STRING);
            case VARCHAR -> ColumnMetaData.scalar(Types.VARCHAR, name(type), Rep.STRING);
            case BINARY -> ColumnMetaData.scalar(Types.VARBINARY, name(type), Rep.BYTE_STRING);
            case DATE -> ColumnMetaData.scalar(Types.DATE, name(type), Rep.INTEGER);
            case TIME -> ColumnMetaData.scalar(Types.TIME, name(type), Rep.INTEGER);
            case TIMESTAMP -> ColumnMetaData.scalar(Types.TIMESTAMP, name(type), Rep.LONG);
            case TIMESTAMP_TZ -> ColumnMetaData.scalar(Types.TIMESTAMP_WITH_TIMEZONE, name(type), Rep.STRING);
            case NULL -> ColumnMetaData.scalar(Types.NULL, name(type), Rep.OBJECT);
            case UUID, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, MAP -> ColumnMetaData.scalar(Types.OTHER, name(type), Rep.STRING);
            case ARRAY -> ColumnMetaData.array(type(type.element()), name(type), Rep.ARRAY);
            case ROW -> ColumnMetaData.struct(columns(type.fields()));
        };
    }

    /** The name without lengths, as metadata shows it. */
    static String name(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL, CHAR, VARCHAR, TIME, TIMESTAMP -> type.kind().name();
            case BINARY -> "VARBINARY";
            case TIMESTAMP_TZ -> "TIMESTAMP WITH TIME ZONE";
            case ARRAY -> name(type.element()) + " ARRAY";
            case NULL, BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, UUID, JSON, DATE, INTERVAL_YEAR_MONTH,
                    INTERVAL_DAY_TIME,
                    MAP, ROW -> type.toString();
        };
    }

    /** JDBC's COLUMN_SIZE: digits, or characters. */
    static int size(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> 1;
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INTEGER -> 10;
            case BIGINT -> 19;
            case REAL -> 7;
            case DOUBLE -> 15;
            case DECIMAL -> type.precision();
            case CHAR, VARCHAR, BINARY -> type.precision() == SqlType.UNBOUNDED ? Integer.MAX_VALUE : type.precision();
            // Avatica's clients print as many digits of the fraction as the precision says, of what came in milliseconds.
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> Math.min(type.precision(), AvaticaValues.FRACTION_DIGITS_MAX);
            case DATE -> 10;
            case UUID -> 36;
            case NULL, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW -> 0;
        };
    }

    static int digits(SqlType type) {
        return type.kind() == SqlType.Kind.DECIMAL ? type.scale() : 0;
    }

    private static int displaySize(SqlType type) {
        return switch (type.kind()) {
            case DECIMAL -> type.precision() + 2;
            case CHAR, VARCHAR -> type.precision() == SqlType.UNBOUNDED ? 0 : type.precision();
            default -> DISPLAY_SIZE_UNKNOWN;
        };
    }

    private static String className(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN -> "java.lang.Boolean";
            case TINYINT -> "java.lang.Byte";
            case SMALLINT -> "java.lang.Short";
            case INTEGER -> "java.lang.Integer";
            case BIGINT -> "java.lang.Long";
            case REAL -> "java.lang.Float";
            case DOUBLE -> "java.lang.Double";
            case DECIMAL -> "java.math.BigDecimal";
            case BINARY -> "[B";
            case DATE -> "java.sql.Date";
            case TIME -> "java.sql.Time";
            case TIMESTAMP -> "java.sql.Timestamp";
            case CHAR, VARCHAR, TIMESTAMP_TZ, UUID, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, MAP -> "java.lang.String";
            case NULL -> "java.lang.Object";
            case ARRAY -> "java.sql.Array";
            case ROW -> "java.sql.Struct";
        };
    }
}
