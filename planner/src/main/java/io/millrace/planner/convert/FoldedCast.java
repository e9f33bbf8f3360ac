package io.millrace.planner.convert;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimestampString;

/** Casts of literals to literals, where the value stays exactly the same: rules see {@code x = 5} for a BIGINT x, not a cast. */
final class FoldedCast {
    private FoldedCast() {}

    static Optional<RexNode> of(RexBuilder builder, RelDataType type, RexNode operand, boolean matchNullability) {
        if (!(operand instanceof RexLiteral literal) || matchNullability && type.isNullable()) {
            return Optional.empty();
        }
        return switch (literal.getValue()) {
            case BigDecimal number when operand.getType().getSqlTypeName() != SqlTypeName.DOUBLE
                    && !SqlTypeName.INTERVAL_TYPES.contains(operand.getType().getSqlTypeName()) -> number(builder, type, number);
            case NlsString text when literal.getType().getSqlTypeName() == SqlTypeName.VARCHAR -> text(builder, type, text.getValue());
            case null, default -> Optional.empty();
        };
    }

    private static Optional<RexNode> number(RexBuilder builder, RelDataType type, BigDecimal number) {
        try {
            return switch (type.getSqlTypeName()) {
                case SMALLINT -> exact(builder, type, BigDecimal.valueOf(number.shortValueExact()));
                case INTEGER -> exact(builder, type, BigDecimal.valueOf(number.intValueExact()));
                case BIGINT -> exact(builder, type, BigDecimal.valueOf(number.longValueExact()));
                case DECIMAL -> {
                    BigDecimal scaled = number.setScale(type.getScale());
                    yield scaled.precision() <= type.getPrecision() ? exact(builder, type, scaled) : Optional.empty();
                }
                default -> Optional.empty();
            };
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<RexNode> exact(RexBuilder builder, RelDataType type, BigDecimal number) {
        return Optional.of(builder.makeExactLiteral(number, type));
    }

    private static Optional<RexNode> text(RexBuilder builder, RelDataType type, String text) {
        try {
            return switch (type.getSqlTypeName()) {
                case DATE -> text.matches("\\d{4}-\\d{2}-\\d{2}") && isDay(text)
                        ? Optional.of(builder.makeDateLiteral(new DateString(text)))
                        : Optional.empty();
                case TIMESTAMP -> text.matches("\\d{4}-\\d{2}-\\d{2} ([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d") && isDay(text.substring(0, 10))
                        ? Optional.of(builder.makeTimestampLiteral(new TimestampString(text), type.getPrecision()))
                        : Optional.empty();
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Calcite's own check lets through the 30th of February. */
    private static boolean isDay(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
