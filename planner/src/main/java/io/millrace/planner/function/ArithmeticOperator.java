package io.millrace.planner.function;

import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.type.NumericTypes;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.validate.SqlMonotonicity;

/**
 * {@code + - * / %} with PostgreSQL's types:
 *
 * <pre>
 * number o number                     {@link NumericTypes}
 * date + integer, integer + date      DATE
 * date - integer                      DATE
 * date - date                         INTEGER, days
 * date ± interval                     TIMESTAMP
 * date + time                         TIMESTAMP
 * timestamp - timestamp               INTERVAL DAY TO SECOND
 * timestamp, time, interval ± interval   the first operand's type
 * interval * number, interval / number   the interval's type
 * </pre>
 * A text operand counts as the type that fits the other one.
 */
public final class ArithmeticOperator extends SqlBinaryOperator {
    private final NumericTypes.Operator operator;

    ArithmeticOperator(String name, SqlKind kind, int precedence, NumericTypes.Operator operator) {
        super(name, kind, precedence, true, null, null, null);
        this.operator = operator;
    }

    public NumericTypes.Operator operator() {
        return operator;
    }

    /** The result's type, empty if the operator doesn't take these. */
    public static Optional<SqlType> resultType(NumericTypes.Operator operator, SqlType givenLeft, SqlType givenRight) {
        SqlType left = resolve(operator, givenLeft, givenRight, true);
        SqlType right = resolve(operator, givenRight, left, false);
        if (left.isNumeric() && right.isNumeric()) {
            return Optional.of(NumericTypes.arithmetic(operator, left, right));
        }
        return switch (operator) {
            case PLUS -> plus(left, right).or(() -> plus(right, left));
            case MINUS -> minus(left, right);
            case MULTIPLY -> isInterval(left) && right.isNumeric() ? Optional.of(left)
                    : isInterval(right) && left.isNumeric() ? Optional.of(right) : Optional.empty();
            case DIVIDE -> isInterval(left) && right.isNumeric() ? Optional.of(left) : Optional.empty();
            case MODULO -> Optional.empty();
        };
    }

    /** The type that an operand is taken as: text and NULL follow the other operand. */
    public static SqlType resolve(NumericTypes.Operator operator, SqlType given, SqlType other, boolean isLeft) {
        if (!given.isCharacter() && given.kind() != Kind.NULL) {
            return given;
        }
        if (other.isCharacter() || other.kind() == Kind.NULL) {
            return SqlType.DOUBLE;
        }
        return switch (other.kind()) {
            case DATE -> operator == NumericTypes.Operator.MINUS ? SqlType.DATE : SqlType.INTEGER;
            case TIMESTAMP, TIMESTAMP_TZ -> operator == NumericTypes.Operator.MINUS && isLeft ? other
                    : operator == NumericTypes.Operator.MINUS && !given.isCharacter() ? other : SqlType.INTERVAL_DAY_TIME;
            case TIME -> SqlType.INTERVAL_DAY_TIME;
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> operator == NumericTypes.Operator.PLUS || operator == NumericTypes.Operator.MINUS
                    ? other
                    : SqlType.DOUBLE;
            case DECIMAL -> given.isCharacter() ? SqlType.decimal(SqlType.MAX_DECIMAL_PRECISION, NumericTypes.PLAIN_SCALE) : other;
            default -> other;
        };
    }

    private static Optional<SqlType> plus(SqlType left, SqlType right) {
        return switch (left.kind()) {
            case DATE -> right.isInteger() ? Optional.of(SqlType.DATE)
                    : isInterval(right) || right.kind() == Kind.TIME ? Optional.of(SqlType.TIMESTAMP) : Optional.empty();
            case TIMESTAMP, TIMESTAMP_TZ -> isInterval(right) ? Optional.of(left) : Optional.empty();
            case TIME -> right.kind() == Kind.INTERVAL_DAY_TIME ? Optional.of(left) : Optional.empty();
            case INTERVAL_DAY_TIME, INTERVAL_YEAR_MONTH -> left.kind() == right.kind() ? Optional.of(left) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<SqlType> minus(SqlType left, SqlType right) {
        if (left.kind() == Kind.DATE && right.kind() == Kind.DATE) {
            return Optional.of(SqlType.INTEGER);
        }
        boolean instants = isInstant(left) && isInstant(right);
        if (instants || left.kind() == Kind.TIME && right.kind() == Kind.TIME) {
            return Optional.of(SqlType.INTERVAL_DAY_TIME);
        }
        return right.kind() == Kind.TIME ? Optional.empty() : plus(left, right);
    }

    private static boolean isInstant(SqlType type) {
        return type.kind() == Kind.DATE || type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMP_TZ;
    }

    private static boolean isInterval(SqlType type) {
        return type.kind() == Kind.INTERVAL_DAY_TIME || type.kind() == Kind.INTERVAL_YEAR_MONTH;
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return OperandInference.of(types -> {
            SqlType left = resolve(operator, types.get(0), types.get(1), true);
            return List.of(left, resolve(operator, types.get(1), left, false));
        });
    }

    private Optional<SqlType> resultType(SqlOperatorBinding binding) {
        if (!Types.isKnown(binding.getOperandType(0)) || !Types.isKnown(binding.getOperandType(1))) {
            return Optional.empty();
        }
        return resultType(operator, Types.sqlType(binding.getOperandType(0)), Types.sqlType(binding.getOperandType(1)));
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        SqlType type = resultType(binding).orElseThrow(() -> new IllegalStateException(getName() + binding.collectOperandTypes()));
        boolean nullable = binding.getOperandType(0).isNullable() || binding.getOperandType(1).isNullable();
        return Types.relType(binding.getTypeFactory(), type, nullable);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
        boolean fits = resultType(binding).isPresent();
        if (!fits && throwOnFailure) {
            throw binding.newValidationSignatureError();
        }
        return fits;
    }

    /** Nobody asks which way results go; Calcite's answer takes text literals for numbers. */
    @Override
    public SqlMonotonicity getMonotonicity(SqlOperatorBinding binding) {
        return SqlMonotonicity.NOT_MONOTONIC;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
        return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(String name) {
        return "numbers, or a date or time and an interval";
    }
}
