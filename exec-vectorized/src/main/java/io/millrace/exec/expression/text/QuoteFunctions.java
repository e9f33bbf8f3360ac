package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import java.util.Set;

/** Texts as identifiers and literals of SQL, and texts with Unicode escapes. */
final class QuoteFunctions {
    private static final int ESCAPE_DIGITS = 4;
    private static final int LONG_ESCAPE_DIGITS = 6;

    /** PostgreSQL's words that are no names. */
    private static final Set<String> RESERVED = Set.of("all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
            "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check",
            "coalesce",
            "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date",
            "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default",
            "deferrable",
            "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze",
            "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int",
            "integer", "intersect", "interval", "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like", "limit",
            "localtime", "localtimestamp", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif",
            "numeric",
            "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary",
            "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some",
            "substring",
            "symmetric", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique",
            "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with");

    private QuoteFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.QUOTE_IDENT, (arguments, row, result) -> result.appendString(identifier(arguments[0].stringAt(row))));
        calls.strict(Function.QUOTE_LITERAL, (arguments, row, result) -> result.appendString(literal(arguments[0].stringAt(row))));
        calls.strict(Function.UNISTR, (arguments, row, result) -> result.appendString(unescape(arguments[0].stringAt(row))));
    }

    static String identifier(String name) {
        boolean plain = name.matches("[a-z_][a-z0-9_$]*") && !RESERVED.contains(name);
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    static String literal(String text) {
        return (text.contains("\\") ? "E'" : "'") + text.replace("'", "''").replace("\\", "\\\\") + "'";
    }

    /** {@code \XXXX}, {@code \+XXXXXX}, {@code \\uXXXX}, {@code \\UXXXXXXXX}, and two backslashes for one. */
    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length();) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                i++;
                continue;
            }
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (next == '\\') {
                out.append('\\');
                i += 2;
                continue;
            }
            int skipped = next == '+' || next == 'u' || next == 'U' ? 2 : 1;
            int digits = next == '+' ? LONG_ESCAPE_DIGITS : next == 'U' ? 2 * ESCAPE_DIGITS : ESCAPE_DIGITS;
            int end = i + skipped + digits;
            if (end > text.length() || !text.substring(i + skipped, end).matches("[0-9A-Fa-f]+")) {
                throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                        "invalid Unicode escape at character " + (i + 1) + " of \"" + text + "\"");
            }
            int codePoint = Integer.parseUnsignedInt(text.substring(i + skipped, end), 16);
            if (!Character.isValidCodePoint(codePoint) || codePoint == 0) {
                throw new MillraceException(ErrorCode.SYNTAX_ERROR, "invalid Unicode code point: " + text.substring(i, end));
            }
            out.appendCodePoint(codePoint);
            i = end;
        }
        return out.toString();
    }
}
