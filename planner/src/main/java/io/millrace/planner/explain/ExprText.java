package io.millrace.planner.explain;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Expressions as SQL, columns by name. For people: not meant to be parsed again. */
final class ExprText {
    private final Schema input;

    ExprText(Schema input) {
        this.input = input;
    }

    /** The name of a column, with its number where the name is not unique. */
    String column(int index) {
        if (index >= input.size()) {
            return "$" + index;
        }
        String name = input.field(index).name();
        long same = input.fields().stream().filter(f -> f.name().equals(name)).count();
        return same > 1 ? name + "#" + index : name;
    }

    String text(Expr expr) {
        return switch (expr) {
            case Expr.ColumnRef column -> column(column.index());
            case Expr.Literal literal -> literal(literal.value(), literal.type());
            case Expr.Parameter parameter -> "$" + (parameter.index() + 1);
            case Expr.Call call -> call(call);
            case Expr.Cast cast -> (cast.safe() ? "TRY_CAST(" : "CAST(") + text(cast.operand()) + " AS " + cast.type() + ")";
            case Expr.Case branches -> branches.branches().stream()
                    .map(b -> "WHEN " + text(b.condition()) + " THEN " + text(b.value()))
                    .collect(Collectors.joining(" ", "CASE ", " ELSE ")) + text(branches.otherwise()) + " END";
            case Expr.In in -> operand(in.operand()) + (in.negated() ? " NOT IN (" : " IN (") + list(in.values()) + ")";
            case Expr.FieldAccess field -> operand(field.operand()) + "."
                    + (field.operand().type().kind() == SqlType.Kind.ROW
                            ? field.operand().type().fields().get(field.index()).name()
                            : Integer.toString(field.index()));
        };
    }

    String list(List<? extends Expr> expressions) {
        return expressions.stream().map(this::text).collect(Collectors.joining(", "));
    }

    /** A part of an operator's expression: in parentheses if it is one itself. */
    private String operand(Expr expr) {
        boolean operator = expr instanceof Expr.Call call && (symbol(call.function()) != null || suffix(call.function()) != null)
                || expr instanceof Expr.In;
        return operator ? "(" + text(expr) + ")" : text(expr);
    }

    private String call(Expr.Call call) {
        String symbol = symbol(call.function());
        if (symbol != null && call.arguments().size() > 1) {
            return call.arguments().stream().map(this::operand).collect(Collectors.joining(" " + symbol + " "));
        }
        String suffix = suffix(call.function());
        if (suffix != null) {
            return operand(call.arguments().get(0)) + suffix;
        }
        if (call.function() == Function.NOT) {
            return "NOT " + operand(call.arguments().get(0));
        }
        if (call.function() == Function.NEGATE) {
            return "-" + operand(call.arguments().get(0));
        }
        return call.function().name().toLowerCase(Locale.ROOT) + "(" + list(call.arguments()) + ")";
    }

    private static String symbol(Function function) {
        return switch (function) {
            case AND -> "AND";
            case OR -> "OR";
            case EQUAL -> "=";
            case NOT_EQUAL -> "<>";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            case IS_DISTINCT_FROM -> "IS DISTINCT FROM";
            case IS_NOT_DISTINCT_FROM -> "IS NOT DISTINCT FROM";
            case ADD, DATETIME_ADD, DATE_ADD_DAYS -> "+";
            case SUBTRACT, DATETIME_SUBTRACT, DATE_DIFF_DAYS, TIMESTAMP_DIFF -> "-";
            case MULTIPLY, INTERVAL_MULTIPLY -> "*";
            case DIVIDE, INTERVAL_DIVIDE -> "/";
            case MODULO -> "%";
            case CONCAT -> "||";
            case LIKE -> "LIKE";
            case ILIKE -> "ILIKE";
            case SIMILAR_TO -> "SIMILAR TO";
            default -> null;
        };
    }

    private static String suffix(Function function) {
        return switch (function) {
            case IS_NULL -> " IS NULL";
            case IS_NOT_NULL -> " IS NOT NULL";
            case IS_TRUE -> " IS TRUE";
            case IS_NOT_TRUE -> " IS NOT TRUE";
            case IS_FALSE -> " IS FALSE";
            case IS_NOT_FALSE -> " IS NOT FALSE";
            default -> null;
        };
    }

    /** A constant; numbers and truth values as they are, all else quoted with its type's name where that is not text. */
    static String literal(Object value, SqlType type) {
        return switch (value) {
            case null -> "NULL";
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth ? "TRUE" : "FALSE";
            case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + "'";
            case String text -> "'" + text.replace("'", "''") + "'";
            default -> type.kind().name().replace('_', ' ') + " '" + value + "'";
        };
    }
}
