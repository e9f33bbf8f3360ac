package io.millrace.planner.support;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An expression as one line of text: {@code add(a, cast(s as INTEGER)): INTEGER}. */
public final class ExprText {
    private ExprText() {}

    /** With the type of the whole. */
    public static String of(Expr expression, Schema input) {
        return text(expression, input) + ": " + expression.type();
    }

    private static String text(Expr expression, Schema input) {
        return switch (expression) {
            case Expr.ColumnRef column -> column.index() < input.size() ? input.field(column.index()).name() : "$" + column.index();
            case Expr.Literal literal -> literal(literal);
            case Expr.Parameter parameter -> "?" + parameter.index() + " " + parameter.type();
            case Expr.Call call -> call.function().name().toLowerCase(Locale.ROOT) + "(" + list(call.arguments(), input) + ")";
            case Expr.Cast cast -> (cast.safe() ? "try_cast(" : "cast(") + text(cast.operand(), input) + " as " + cast.type() + ")";
            case Expr.Case choice -> choice.branches().stream()
                    .map(b -> "when " + text(b.condition(), input) + " then " + text(b.value(), input))
                    .collect(Collectors.joining(" ", "case ", " else " + text(choice.otherwise(), input) + " end"));
            case Expr.In in -> text(in.operand(), input) + (in.negated() ? " not in (" : " in (") + list(in.values(), input) + ")";
            case Expr.FieldAccess field -> text(field.operand(), input) + "." + field.index();
        };
    }

    private static String list(List<? extends Expr> expressions, Schema input) {
        return expressions.stream().map(e -> text(e, input)).collect(Collectors.joining(", "));
    }

    private static String literal(Expr.Literal literal) {
        if (literal.value() == null) {
            return literal.type().kind() == SqlType.Kind.NULL ? "null" : "null " + literal.type();
        }
        return switch (literal.type().kind()) {
            case VARCHAR, CHAR -> "'" + literal.value() + "'";
            case INTEGER, BOOLEAN -> literal.value().toString();
            case BINARY -> "x'" + HexFormat.of().formatHex((byte[]) literal.value()) + "'";
            default -> literal.value() + " " + literal.type();
        };
    }
}
