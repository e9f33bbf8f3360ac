package io.millrace.planner.expression;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.function.ArithmeticOperator;
import io.millrace.planner.function.ConcatOperator;
import io.millrace.planner.function.ScalarOperator;
import io.millrace.planner.function.UserOperator;
import io.millrace.planner.type.Types;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/**
 * From Calcite's expressions to ours. Every implicit conversion becomes an {@link Expr.Cast} here, so that the contracts of {@link Expr} and
 * {@link io.millrace.common.expr.Function} hold whatever Calcite's rules did before. Immutable.
 */
public final class ExpressionLowering {
    private final ExpressionContext context;

    public ExpressionLowering(ExpressionContext context) {
        this.context = context;
    }

    /** The expression; input references count in the input of the node that holds it. */
    public Expr lower(RexNode rex) {
        Cancellation.check();
        return switch (rex) {
            case RexLiteral literal -> LiteralLowering.lower(literal, context.zone());
            case RexInputRef input -> Expr.column(input.getIndex(), Types.sqlType(input.getType()));
            case RexOver over -> throw new IllegalStateException("window function in a scalar expression: " + over);
            case RexSubQuery subQuery -> throw new IllegalStateException("subquery in a scalar expression: " + subQuery);
            case RexCall call -> lowerCall(call);
            case RexDynamicParam parameter -> parameter(parameter);
            case RexFieldAccess field -> new Expr.FieldAccess(lower(field.getReferenceExpr()), field.getField().getIndex(),
                    Types.sqlType(field.getType()));
            default -> throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "expression " + rex);
        };
    }

    /** All of them. */
    public List<Expr> lower(List<? extends RexNode> expressions) {
        return expressions.stream().map(this::lower).toList();
    }

    /** The expression as {@code type}. */
    public Expr lower(RexNode rex, SqlType type) {
        return Conversion.to(lower(rex), type);
    }

    private Expr lowerCall(RexCall call) {
        SqlOperator operator = call.getOperator();
        if (call.getKind() == SqlKind.SEARCH) {
            return SearchLowering.lower(call, lower(call.getOperands().get(0)), context.zone());
        }
        SqlType type = Types.sqlType(call.getType());
        List<Expr> arguments = lower(call.getOperands());
        Expr result;
        if (operator instanceof ScalarOperator scalar) {
            List<SqlType> actual = arguments.stream().map(Expr::type).toList();
            result = scalar.lower(actual, Conversion.to(arguments, scalar.argumentTypes(actual)), type);
        } else if (operator instanceof UserOperator user) {
            if (context.continuous() && !user.deterministic()) {
                throw new MillraceException(ErrorCode.NOT_DETERMINISTIC,
                        "a continuous view cannot call " + user.getName() + ": it is not declared DETERMINISTIC");
            }
            result = user.lower(Conversion.to(arguments, user.argumentTypes()));
        } else if (operator instanceof ArithmeticOperator arithmetic) {
            result = ArithmeticLowering.lower(arithmetic.operator(), arguments, type);
        } else if (operator instanceof ConcatOperator) {
            result = ConcatLowering.lower(arguments, type);
        } else {
            CallLowering lowering = CallLowerings.of(call);
            if (lowering == null && operator instanceof SqlAggFunction window && window.requiresOver()) {
                throw new MillraceException(ErrorCode.WINDOWING_ERROR,
                        "window function " + operator.getName().toLowerCase(Locale.ROOT) + " requires an OVER clause");
            }
            if (lowering == null) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "operator " + operator.getName());
            }
            result = lowering.lower(call, arguments, type);
        }
        return StatementTime.replace(result, context);
    }

    private Expr parameter(RexDynamicParam parameter) {
        SqlType type = Types.sqlType(parameter.getType());
        if (context.parameters().isEmpty()) {
            return new Expr.Parameter(parameter.getIndex(), type);
        }
        List<Expr.Literal> values = context.parameters().get();
        if (parameter.getIndex() >= values.size()) {
            throw new MillraceException(ErrorCode.UNDEFINED_PARAMETER,
                    "parameter $" + (parameter.getIndex() + 1) + " has no value, " + values.size() + " were given");
        }
        return Conversion.to(values.get(parameter.getIndex()), type);
    }

}
