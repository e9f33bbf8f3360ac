package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.CallLowering;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.row.RowCalls;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Predicates of a string and a pattern or part; (text, pattern[, escape or flags]). */
final class PatternFunctions {
    private PatternFunctions() {}

    static void register(Map<Function, CallLowering> table) {
        put(table, Function.LIKE, (pattern, escape) -> LikePattern.compile(pattern, escape(escape), false)::matches);
        table.put(Function.ILIKE, likeIgnoringCase(table.get(Function.LOWER)));
        put(table, Function.SIMILAR_TO, (pattern, escape) -> Regex.similar(pattern, escape(escape))::matchesAll);
        put(table, Function.REGEXP_LIKE, (pattern, flags) -> Regex.compile(pattern, flags)::found);
        put(table, Function.CONTAINS, (part, none) -> {
            Needle needle = new Needle(part.getBytes(StandardCharsets.UTF_8));
            return (address, length) -> needle.indexIn(address, length, 0) >= 0;
        });
        put(table, Function.STARTS_WITH, (part, none) -> {
            byte[] prefix = part.getBytes(StandardCharsets.UTF_8);
            return (address, length) -> length >= prefix.length && Utf8.matches(address, prefix, 0);
        });
        put(table, Function.ENDS_WITH, (part, none) -> {
            byte[] suffix = part.getBytes(StandardCharsets.UTF_8);
            return (address, length) -> length >= suffix.length && Utf8.matches(address + length - suffix.length, suffix, 0);
        });
    }

    /** ILIKE is LIKE of the text in lower case. */
    private static CallLowering likeIgnoringCase(CallLowering lower) {
        return (call, arguments, context) -> {
            List<Evaluator> folded = new ArrayList<>(arguments);
            Expr text = call.arguments().get(0);
            folded.set(0, lower.lower(Expr.call(Function.LOWER, text.type(), text), List.of(arguments.get(0)), context));
            return new PatternEvaluator(
                    call.type(), folded, context, (pattern, escape) -> LikePattern.compile(pattern, escape(escape), true)::matches);
        };
    }

    private static void put(Map<Function, CallLowering> table, Function function, PatternEvaluator.Compiler compiler) {
        table.put(function, (call, arguments, context) -> {
            for (Expr argument : call.arguments()) {
                if (!argument.type().isCharacter()) {
                    throw RowCalls.unsupported(call, "arguments must be VARCHAR");
                }
            }
            return new PatternEvaluator(call.type(), arguments, context, compiler);
        });
    }

    /** PostgreSQL's rule: backslash unless said otherwise, none if empty. */
    private static int escape(String escape) {
        if (escape == null) {
            return '\\';
        }
        if (escape.isEmpty()) {
            return LikePattern.NO_ESCAPE;
        }
        if (escape.codePointCount(0, escape.length()) != 1) {
            throw new MillraceException(ErrorCode.INVALID_ARGUMENT, "escape string must be empty or one character, found '" + escape + "'");
        }
        return escape.codePointAt(0);
    }
}
