package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.common.type.SqlType.Kind;
import java.util.ArrayList;
import java.util.List;

/** {@code ||}: of texts one flat CONCAT, of arrays ARRAY_CONCAT, ARRAY_APPEND or ARRAY_PREPEND. */
final class ConcatLowering {
    private ConcatLowering() {}

    static Expr lower(List<Expr> arguments, SqlType type) {
        Expr left = arguments.get(0);
        Expr right = arguments.get(1);
        if (type.kind() == Kind.ARRAY) {
            return array(left, right, type);
        }
        if (type.kind() == Kind.BINARY) {
            return new Expr.Call(Function.CONCAT, arguments, type);
        }
        if (type.kind() == Kind.JSON) {
            return new Expr.Call(Function.JSON_CONCAT, arguments, type);
        }
        List<Expr> parts = new ArrayList<>();
        add(left, parts);
        add(right, parts);
        return new Expr.Call(Function.CONCAT, parts, type);
    }

    private static void add(Expr operand, List<Expr> parts) {
        if (operand instanceof Expr.Call call && call.function() == Function.CONCAT && call.type().kind() == Kind.VARCHAR) {
            parts.addAll(call.arguments());
        } else {
            parts.add(Conversion.toKind(operand, SqlType.VARCHAR));
        }
    }

    private static Expr array(Expr left, Expr right, SqlType type) {
        if (left.type().kind() != Kind.ARRAY) {
            // A NULL of no type beside an array is an array, as in PostgreSQL.
            return left.type().kind() == Kind.NULL
                    ? Expr.call(Function.ARRAY_CONCAT, type, Conversion.to(left, type), Conversion.to(right, type))
                    : Expr.call(Function.ARRAY_PREPEND, type, Conversion.to(left, type.element()), Conversion.to(right, type));
        }
        if (right.type().kind() != Kind.ARRAY && right.type().kind() != Kind.NULL) {
            return Expr.call(Function.ARRAY_APPEND, type, Conversion.to(left, type), Conversion.to(right, type.element()));
        }
        return Expr.call(Function.ARRAY_CONCAT, type, Conversion.to(left, type), Conversion.to(right, type));
    }
}
