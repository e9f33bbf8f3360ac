package io.millrace.planner.validate;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlTimestampTzLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Literals that Calcite would cut or misread: intervals finer than a millisecond, and timestamps with a time zone, become casts of their text. */
final class LiteralSyntax {
    private LiteralSyntax() {}

    static SqlNode rewrite(SqlLiteral literal) {
        SqlParserPos position = literal.getParserPosition();
        if (literal instanceof SqlIntervalLiteral && literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
                && interval.getIntervalLiteral().matches(".*\\.\\d{3}\\d*[1-9]\\d*")) {
            boolean withoutHours = interval.getIntervalQualifier().timeUnitRange == TimeUnitRange.MINUTE_TO_SECOND;
            String sign = (interval.getSign() < 0 ? "-" : "") + (withoutHours ? "00:" : "");
            SqlNode text = SqlLiteral.createCharString(sign + interval.getIntervalLiteral() + " " + unit(interval), position);
            return SqlStdOperatorTable.CAST.createCall(position, text, interval.getIntervalQualifier());
        }
        if (literal instanceof SqlTimestampTzLiteral || literal.getTypeName() == SqlTypeName.TIMESTAMP_TZ
                || literal.getTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
            SqlNode text = SqlLiteral.createCharString(literal.toValue(), position);
            return SqlStdOperatorTable.CAST.createCall(position, text,
                    new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_TZ, 6, position), position));
        }
        return literal instanceof SqlNumericLiteral number && number.getValue() instanceof BigDecimal value
                && number.getTypeName() == SqlTypeName.DECIMAL ? within(number, value) : literal;
    }

    /** Digits after the point beyond what DECIMAL holds are rounded away. */
    private static SqlNode within(SqlNumericLiteral literal, BigDecimal value) {
        int digits = Math.max(0, value.precision() - value.scale());
        if (value.scale() <= SqlType.MAX_DECIMAL_PRECISION - digits || digits > SqlType.MAX_DECIMAL_PRECISION) {
            return literal;
        }
        BigDecimal rounded = value.setScale(SqlType.MAX_DECIMAL_PRECISION - digits, RoundingMode.HALF_UP);
        if (rounded.precision() > SqlType.MAX_DECIMAL_PRECISION) {
            rounded = rounded.setScale(rounded.scale() - 1, RoundingMode.HALF_UP);
        }
        return SqlLiteral.createExactNumeric(rounded.toPlainString(), literal.getParserPosition());
    }

    /** The unit of a plain number; the standard's day-to-second forms need none. */
    private static String unit(SqlIntervalLiteral.IntervalValue interval) {
        return interval.getIntervalQualifier().isSingleDatetimeField()
                ? interval.getIntervalQualifier().getStartUnit().name().toLowerCase(Locale.ROOT)
                : "";
    }
}
