package io.millrace.planner.type;

import io.millrace.common.type.SqlType;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.BasicSqlType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes Calcite's types so that they mean what PostgreSQL's do. Calcite gives text literals CHAR(n), which pads; every CHAR that Calcite itself asks
 * for becomes VARCHAR here, and the real CHAR(n) of columns and casts is made by {@link #createCharacter}. Immutable and shared.
 */
public final class MillraceTypeFactory extends SqlTypeFactoryImpl {
    public static final MillraceTypeFactory INSTANCE = new MillraceTypeFactory();

    private MillraceTypeFactory() {
        super(MillraceTypeSystem.INSTANCE);
    }

    /** CHAR(length), blank-padded. */
    public RelDataType createCharacter(int length) {
        RelDataType type = new BasicSqlType(typeSystem, SqlTypeName.CHAR, length);
        return canonize(SqlTypeUtil.addCharsetAndCollation(type, this));
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name) {
        return switch (name) {
            case CHAR -> super.createSqlType(SqlTypeName.VARCHAR);
            case BINARY -> super.createSqlType(SqlTypeName.VARBINARY);
            case FLOAT -> super.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> createSqlType(name, SqlType.MAX_DECIMAL_PRECISION, NumericTypes.PLAIN_SCALE);
            default -> isInterval(name) ? interval(name) : super.createSqlType(zoned(name));
        };
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name, int precision) {
        return switch (name) {
            case CHAR -> super.createSqlType(SqlTypeName.VARCHAR, RelDataType.PRECISION_NOT_SPECIFIED);
            case BINARY -> super.createSqlType(SqlTypeName.VARBINARY, RelDataType.PRECISION_NOT_SPECIFIED);
            case FLOAT -> super.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> createSqlType(name, precision, 0);
            default -> isInterval(name) ? interval(name) : super.createSqlType(zoned(name), precision);
        };
    }

    @Override
    public RelDataType createSqlType(SqlTypeName name, int precision, int scale) {
        return isInterval(name) ? interval(name) : super.createSqlType(name, precision, scale);
    }

    private static boolean isInterval(SqlTypeName name) {
        return SqlTypeName.INTERVAL_TYPES.contains(name);
    }

    /** A name of a type in a cast has no qualifier: all intervals are of one of two types. */
    private RelDataType interval(SqlTypeName name) {
        boolean months = name.getFamily() == SqlTypeFamily.INTERVAL_YEAR_MONTH;
        return Types.relType(this, months ? SqlType.INTERVAL_YEAR_MONTH : SqlType.INTERVAL_DAY_TIME, false);
    }

    /** Elements may be NULL whatever they were made of: UNNEST pads the shorter of two arrays. */
    @Override
    public RelDataType createArrayType(RelDataType element, long cardinality) {
        return super.createArrayType(createTypeWithNullability(element, true), cardinality);
    }

    private static SqlTypeName zoned(SqlTypeName name) {
        return name == SqlTypeName.TIMESTAMP_TZ ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : name;
    }

    @Override
    public RelDataType leastRestrictive(List<RelDataType> types, SqlTypeMappingRule rule) {
        if (!types.stream().allMatch(Types::isKnown)) {
            return super.leastRestrictive(types, rule);
        }
        RelDataType first = types.get(0);
        if (types.stream().allMatch(first::equals)) {
            return first;
        }
        Optional<SqlType> common = CommonTypes.of(types.stream().map(Types::sqlType).toList());
        boolean nullable = types.stream().anyMatch(t -> t.isNullable() || t.getSqlTypeName() == SqlTypeName.NULL);
        return common.map(type -> Types.relType(this, type, nullable)).orElse(null);
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }
}
