package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import io.millrace.planner.function.ArithmeticOperator;
import io.millrace.planner.type.NumericTypes;
import java.util.List;

/** {@code + - * / %}: numbers, dates and intervals have functions of their own. */
final class ArithmeticLowering {
    private ArithmeticLowering() {}

    static Expr lower(NumericTypes.Operator operator, List<Expr> arguments, SqlType type) {
        Expr left = arguments.get(0);
        Expr right = arguments.get(1);
        SqlType leftType = ArithmeticOperator.resolve(operator, left.type(), right.type(), true);
        SqlType rightType = ArithmeticOperator.resolve(operator, right.type(), leftType, false);
        left = Conversion.to(left, leftType);
        right = Conversion.to(right, rightType);
        if (leftType.isNumeric() && rightType.isNumeric()) {
            return numeric(function(operator), left, right, type);
        }
        return switch (operator) {
            case PLUS -> plus(left, right, type);
            case MINUS -> minus(left, right, type);
            case MULTIPLY -> isInterval(left)
                    ? Expr.call(Function.INTERVAL_MULTIPLY, type, left, Conversion.to(right, SqlType.DOUBLE))
                    : Expr.call(Function.INTERVAL_MULTIPLY, type, right, Conversion.to(left, SqlType.DOUBLE));
            case DIVIDE -> Expr.call(Function.INTERVAL_DIVIDE, type, left, Conversion.to(right, SqlType.DOUBLE));
            case MODULO -> throw new IllegalStateException(leftType + " % " + rightType);
        };
    }

    private static Function function(NumericTypes.Operator operator) {
        return switch (operator) {
            case PLUS -> Function.ADD;
            case MINUS -> Function.SUBTRACT;
            case MULTIPLY -> Function.MULTIPLY;
            case DIVIDE -> Function.DIVIDE;
            case MODULO -> Function.MODULO;
        };
    }

    private static Expr numeric(Function function, Expr left, Expr right, SqlType type) {
        if (type.kind() == Kind.DECIMAL) {
            return Expr.call(function, type, toDecimal(left), toDecimal(right));
        }
        return Expr.call(function, type, Conversion.to(left, type), Conversion.to(right, type));
    }

    private static Expr toDecimal(Expr operand) {
        return Conversion.to(operand, NumericTypes.decimalOf(operand.type()));
    }

    private static Expr plus(Expr left, Expr right, SqlType type) {
        if (isInterval(left) && !isInterval(right) || left.type().isInteger() || left.type().kind() == Kind.TIME && !isInterval(right)) {
            return plus(right, left, type);
        }
        if (right.type().isInteger()) {
            return Expr.call(Function.DATE_ADD_DAYS, type, left, Conversion.to(right, SqlType.INTEGER));
        }
        if (right.type().kind() == Kind.TIME) {
            return Expr.call(Function.DATETIME_ADD, type, Conversion.to(left, type), Conversion.to(right, SqlType.INTERVAL_DAY_TIME));
        }
        return Expr.call(Function.DATETIME_ADD, type, Conversion.to(left, type), right);
    }

    private static Expr minus(Expr left, Expr right, SqlType type) {
        if (type.kind() == Kind.INTEGER) {
            return Expr.call(Function.DATE_DIFF_DAYS, type, left, right);
        }
        if (right.type().isInteger()) {
            Expr days = Conversion.to(right, SqlType.INTEGER);
            Expr negated = days instanceof Expr.Literal literal && literal.value() instanceof Integer value && value != Integer.MIN_VALUE
                    ? Expr.literal(-value, SqlType.INTEGER)
                    : Expr.call(Function.NEGATE, SqlType.INTEGER, days);
            return Expr.call(Function.DATE_ADD_DAYS, type, left, negated);
        }
        if (isInterval(right)) {
            return Expr.call(Function.DATETIME_SUBTRACT, type, Conversion.to(left, type), right);
        }
        List<Expr> both = Conversion.toCommon(List.of(left, right), "-");
        if (both.get(0).type().kind() == Kind.DATE) {
            both = Conversion.to(both, List.of(SqlType.TIMESTAMP, SqlType.TIMESTAMP));
        }
        return new Expr.Call(Function.TIMESTAMP_DIFF, both, type);
    }

    private static boolean isInterval(Expr expression) {
        return expression.type().kind() == Kind.INTERVAL_DAY_TIME || expression.type().kind() == Kind.INTERVAL_YEAR_MONTH;
    }
}
