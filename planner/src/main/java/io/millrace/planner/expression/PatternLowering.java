package io.millrace.planner.expression;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** LIKE, ILIKE, SIMILAR TO and POSIX patterns. */
final class PatternLowering {
    private PatternLowering() {}

    static Expr like(RexCall call, List<Expr> arguments, SqlType type) {
        boolean ignoresCase = call.getOperator().getName().toUpperCase(Locale.ROOT).contains("ILIKE");
        return new Expr.Call(ignoresCase ? Function.ILIKE : Function.LIKE, texts(arguments), type);
    }

    static Expr similar(RexCall call, List<Expr> arguments, SqlType type) {
        return new Expr.Call(Function.SIMILAR_TO, texts(arguments), type);
    }

    static Expr regex(RexCall call, List<Expr> arguments, SqlType type) {
        return negated(call, new Expr.Call(Function.REGEXP_LIKE, texts(arguments.subList(0, 2)), type));
    }

    static Expr regexIgnoringCase(RexCall call, List<Expr> arguments, SqlType type) {
        List<Expr> all = texts(arguments.subList(0, 2));
        all.add(Expr.literal("i", SqlType.VARCHAR));
        return negated(call, new Expr.Call(Function.REGEXP_LIKE, all, type));
    }

    private static Expr negated(RexCall call, Expr matches) {
        boolean negated = call.getOperator() == SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_SENSITIVE
                || call.getOperator() == SqlStdOperatorTable.NEGATED_POSIX_REGEX_CASE_INSENSITIVE;
        return negated ? Expr.call(Function.NOT, SqlType.BOOLEAN, matches) : matches;
    }

    private static List<Expr> texts(List<Expr> arguments) {
        List<Expr> texts = new ArrayList<>();
        arguments.forEach(argument -> texts.add(Conversion.toKind(argument, SqlType.VARCHAR)));
        return texts;
    }
}
