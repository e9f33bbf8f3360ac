package io.millrace.planner.type;

import io.millrace.common.type.SqlType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** Limits and result types of arithmetic and of SUM and AVG: {@link NumericTypes} decides, this class tells Calcite. */
public final class MillraceTypeSystem extends RelDataTypeSystemImpl {
    public static final MillraceTypeSystem INSTANCE = new MillraceTypeSystem();

    private static final int FRACTION_DIGITS_MAX = 9;
    private static final int FRACTION_DIGITS_DEFAULT = 6;
    private static final int INTERVAL_DIGITS = 9;

    private MillraceTypeSystem() {}

    @Override
    public int getMaxPrecision(SqlTypeName name) {
        return switch (name) {
            case DECIMAL -> SqlType.MAX_DECIMAL_PRECISION;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE -> FRACTION_DIGITS_MAX;
            case CHAR, VARCHAR, BINARY, VARBINARY -> Integer.MAX_VALUE;
            default -> SqlTypeName.INTERVAL_TYPES.contains(name) ? INTERVAL_DIGITS : super.getMaxPrecision(name);
        };
    }

    @Override
    public int getDefaultPrecision(SqlTypeName name) {
        return switch (name) {
            case DECIMAL -> SqlType.MAX_DECIMAL_PRECISION;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ, TIME_TZ, TIME_WITH_LOCAL_TIME_ZONE ->
                    FRACTION_DIGITS_DEFAULT;
            case CHAR, BINARY -> 1;
            case VARCHAR, VARBINARY -> RelDataType.PRECISION_NOT_SPECIFIED;
            default -> SqlTypeName.INTERVAL_TYPES.contains(name) ? INTERVAL_DIGITS : super.getDefaultPrecision(name);
        };
    }

    @Override
    public int getDefaultScale(SqlTypeName name) {
        // PostgreSQL's plain NUMERIC has any scale; ours has the one that keeps both sides useful.
        return name == SqlTypeName.DECIMAL ? NumericTypes.PLAIN_SCALE : super.getDefaultScale(name);
    }

    @Override
    public int getMaxScale(SqlTypeName name) {
        return name == SqlTypeName.DECIMAL ? SqlType.MAX_DECIMAL_PRECISION : super.getMaxScale(name);
    }

    @Override
    public int getMaxNumericPrecision() {
        return SqlType.MAX_DECIMAL_PRECISION;
    }

    @Override
    public int getMaxNumericScale() {
        return SqlType.MAX_DECIMAL_PRECISION;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argument) {
        return same(factory, argument, NumericTypes.sum(Types.sqlType(argument)));
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argument) {
        return same(factory, argument, NumericTypes.avg(Types.sqlType(argument)));
    }

    @Override
    public RelDataType deriveCovarType(RelDataTypeFactory factory, RelDataType first, RelDataType second) {
        return Types.relType(factory, SqlType.DOUBLE, first.isNullable() || second.isNullable());
    }

    @Override
    public RelDataType deriveFractionalRankType(RelDataTypeFactory factory) {
        return Types.relType(factory, SqlType.DOUBLE, false);
    }

    @Override
    public RelDataType deriveRankType(RelDataTypeFactory factory) {
        return Types.relType(factory, SqlType.BIGINT, false);
    }

    private static RelDataType same(RelDataTypeFactory factory, RelDataType argument, SqlType type) {
        return Types.relType(factory, type, argument.isNullable());
    }
}
