package io.millrace.planner.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code x LIKE p ESCAPE e} with other escapes than the backslash, which is one without being said. Calcite takes an escape that is a wildcard for a
 * wildcard, and none for one that is there:
 *
 * <pre>
 * x LIKE 'a!%' ESCAPE '!'      x LIKE 'a\%'
 * x LIKE 'a\%' ESCAPE ''       x LIKE 'a\\%'
 * </pre>
 */
final class LikeEscape {
    private LikeEscape() {}

    static SqlNode rewrite(SqlCall call) {
        if (call.operandCount() != 3 || !(call.operand(2) instanceof SqlCharStringLiteral given)) {
            return call;
        }
        String escape = given.getNlsString().getValue();
        SqlParserPos position = call.getParserPosition();
        SqlNode pattern = call.operand(1);
        if (escape.codePointCount(0, escape.length()) <= 1 && pattern instanceof SqlCharStringLiteral literal) {
            String text = escaped(literal.getNlsString().getValue(), escape);
            return call.getOperator().createCall(position, call.operand(0), SqlLiteral.createCharString(text, pattern.getParserPosition()));
        }
        if (escape.isEmpty()) {
            SqlNode plain = FunctionSyntax.call("replace", position, pattern, FunctionSyntax.text("\\", position),
                    FunctionSyntax.text("\\\\", position));
            return call.getOperator().createCall(position, call.operand(0), plain);
        }
        return call;
    }

    private static String escaped(String pattern, String escape) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int c = pattern.codePointAt(at);
            at += Character.charCount(c);
            if (!escape.isEmpty() && c == escape.codePointAt(0)) {
                if (at == pattern.length()) {
                    return text.append('\\').toString();
                }
                int next = pattern.codePointAt(at);
                at += Character.charCount(next);
                text.append(next == '%' || next == '_' || next == '\\' ? "\\" : "").appendCodePoint(next);
            } else {
                text.append(c == '\\' ? "\\" : "").appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
