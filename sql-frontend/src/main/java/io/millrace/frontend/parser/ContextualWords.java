package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.frontend.parser.generated.Token;
import java.util.Locale;
import java.util.Set;

/**
 * Decides from its neighbours whether a word is a keyword or a name. Calcite reserves many words that PostgreSQL and users don't ({@code value},
 * {@code date}, {@code rows}, {@code result} …); a parser with one token of lookahead cannot tell, the neighbours can.
 */
final class ContextualWords {
    /** What PostgreSQL reserves, or Calcite's grammar reads without parentheses: never a name unless quoted, after a dot or after AS. */
    private static final Set<String> RESERVED = Set.of(
            "ALL", "AND", "ANY", "ARRAY", "AS", "ASC", "ASYMMETRIC", "BETWEEN", "BOTH", "BY", "CASE", "CAST", "CHECK", "COLLATE", "COLUMN",
            "CONSTRAINT",
            "CREATE", "CROSS", "CURRENT_CATALOG", "CURRENT_DATE", "CURRENT_ROLE", "CURRENT_SCHEMA", "CURRENT_TIME", "CURRENT_TIMESTAMP",
            "CURRENT_USER",
            "DEFAULT", "DESC", "DISTINCT", "ELSE", "END", "EXCEPT", "EXISTS", "FALSE", "FETCH", "FOR", "FOREIGN", "FROM", "FULL", "GRANT",
            "GROUP",
            "HAVING", "ILIKE", "IN", "INNER", "INTERSECT", "INTO", "IS", "JOIN", "LATERAL", "LEADING", "LEFT", "LIKE", "LIMIT", "LOCALTIME",
            "LOCALTIMESTAMP", "MINUS", "NATURAL", "NOT", "NULL", "OFFSET", "ON", "ONLY", "OR", "ORDER", "OUTER", "OVERLAPS", "PRIMARY",
            "QUALIFY",
            "REFERENCES", "RIGHT", "SELECT", "SESSION_USER", "SIMILAR", "SOME", "SYMMETRIC", "TABLE", "TABLESAMPLE", "THEN", "TO",
            "TRAILING", "TRUE",
            "UNION", "UNIQUE", "UNNEST", "USING", "VALUES", "WHEN", "WHERE", "WINDOW", "WITH");

    /** Tokens after which an expression or a name begins. */
    private static final Set<String> BEFORE_NAME = Set.of(
            "SELECT", "DISTINCT", "ALL", "WHERE", "AND", "OR", "NOT", "ON", "HAVING", "WHEN", "THEN", "ELSE", "CASE", "BY", "BETWEEN",
            "LIKE", "ILIKE", "SET",
            "QUALIFY", "FROM", "JOIN", ",", "(", "=", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "||", ".", "[");

    /** Tokens that follow a complete name. */
    private static final Set<String> AFTER_NAME = Set.of(
            ",", ")", ";", "", "=", "<>", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "%", "||", "::", "->", "->>", "~", "!", "]", "[",
            ".", "FROM", "AS", "IS", "IN",
            "NOT", "LIKE", "ILIKE", "SIMILAR", "BETWEEN", "AND", "OR", "THEN", "ELSE", "END", "WHEN", "ASC", "DESC", "NULLS", "GROUP",
            "ORDER", "HAVING",
            "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "WHERE", "JOIN", "ON", "INNER", "LEFT", "RIGHT", "FULL", "CROSS",
            "NATURAL",
            "USING", "QUALIFY", "WINDOW");

    /** Functions whose first argument is a time unit, not a column. */
    private static final Set<String> TAKES_UNIT = Set.of("EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF", "GROUPING", "DATEADD", "DATEDIFF");

    /** Read as ordinary functions: Calcite's own syntax for them is BigQuery's. */
    private static final Set<String> PLAIN_FUNCTIONS = Set.of(
            "DATE_TRUNC", "DATE_DIFF", "TIME_DIFF", "TIME_TRUNC", "TIMESTAMP_DIFF", "TIMESTAMP_TRUNC", "DATETIME_DIFF", "DATETIME_TRUNC",
            "CONTAINS_SUBSTR");

    /** What makes a type or a phrase of TIME and TIMESTAMP. */
    private static final Set<String> AFTER_TIME = Set.of("(", "WITH", "WITHOUT", "ZONE");

    private static final Set<String> FRAME_STARTS = Set.of("BETWEEN", "UNBOUNDED", "CURRENT", "INTERVAL", "PER", "ONLY");

    private ContextualWords() {}

    /** Upper case. */
    static Set<String> reserved() {
        return RESERVED;
    }

    /** The kind that the grammar shall see. {@code beforePrevious} and {@code previous} are null at the start. */
    static int kindOf(Token token, Token beforePrevious, Token previous, Token next, Token afterNext, int depth) {
        if (token.kind == LAMBDA && (isKey(next) || next.kind == MINUS && isNumber(afterNext))) {
            return JSON_GET;
        }
        if (!isWord(token)) {
            return token.kind;
        }
        String word = upper(token);
        String before = upper(previous);
        String after = upper(next);
        if (depth == 0 && endsQuery(word, after, upper(afterNext))) {
            // A reserved word that no query continues with, so that the query ends here; the statement's parser looks at the image.
            return WHENEVER;
        }
        if (word.equals("SYSTEM_VERSION") && before.equals("FOR")) {
            // A snapshot's number in place of a time: the planner tells them by the literal's type.
            return SYSTEM_TIME;
        }
        if (token.kind == IDENTIFIER || before.equals(".")) {
            return IDENTIFIER;
        }
        if (PLAIN_FUNCTIONS.contains(word)) {
            return IDENTIFIER;
        }
        boolean ends = AFTER_NAME.contains(after);
        boolean mapType = word.equals("MAP") && after.equals("<");
        if (before.equals("AS") && ends && !after.equals(".") && token.kind != SELECT && !mapType) {
            return IDENTIFIER;
        }
        boolean starts = previous != null && BEFORE_NAME.contains(before);
        return switch (word) {
            case "UNKNOWN" ->
                    before.equals("IS") || before.equals("NOT") && upper(beforePrevious).equals("IS") ? token.kind : IDENTIFIER;
            case "DATE" -> isString(next) ? token.kind : IDENTIFIER;
            case "TIME", "TIMESTAMP" -> isString(next) || AFTER_TIME.contains(after) ? token.kind : IDENTIFIER;
            case "MAP" -> after.equals("[") || after.equals("<") ? token.kind : IDENTIFIER;
            case "UUID" -> after.equals("(") || starts && ends ? IDENTIFIER : token.kind;
            case "INTERVAL" -> ends && !isString(afterNext) ? IDENTIFIER : token.kind;
            case "ROWS", "RANGE", "GROUPS" -> before.equals("ALL") && after.equals("PER") ? token.kind
                    : starts && !before.equals("(") || !startsFrame(next) && !isNumber(previous) ? IDENTIFIER : token.kind;
            case "ROW" -> starts && !after.equals("(") ? IDENTIFIER : token.kind;
            case "SEMI", "ANTI" -> after.equals("JOIN") && !starts ? token.kind : IDENTIFIER;
            case "PARTITION" -> after.equals("BY") ? token.kind : IDENTIFIER;
            default -> {
                boolean unit = before.equals("(") && TAKES_UNIT.contains(upper(beforePrevious));
                yield starts && ends && !unit && !RESERVED.contains(word) ? IDENTIFIER : token.kind;
            }
        };
    }

    static boolean isAtTimeZone(Token token, Token next, Token afterNext) {
        return token.image.equalsIgnoreCase("AT") && next.image.equalsIgnoreCase("TIME") && afterNext.image.equalsIgnoreCase("ZONE");
    }

    /** Clauses of CREATE MATERIALIZED VIEW and its kin that stand after the query. */
    private static boolean endsQuery(String word, String after, String afterNext) {
        return switch (word) {
            case "EMIT" -> after.equals("CHANGES") || after.equals("ON") || after.equals("EVERY");
            case "LATE" -> after.equals("ROWS") && afterNext.equals("INTO");
            case "ON" -> after.equals("ERROR") && afterNext.equals("SKIP") || after.equals("CONFLICT");
            case "RETURNING" -> !after.equals(",") && !after.equals(")") && !after.equals("");
            case "DRY" -> after.equals("RUN");
            default -> false;
        };
    }

    private static boolean startsFrame(Token next) {
        return isNumber(next) || isString(next) || FRAME_STARTS.contains(upper(next));
    }

    private static boolean isKey(Token token) {
        return isString(token) || token.kind == UNSIGNED_INTEGER_LITERAL;
    }

    private static boolean isNumber(Token token) {
        return token != null && (token.kind == UNSIGNED_INTEGER_LITERAL || token.kind == HOOK);
    }

    static boolean isString(Token token) {
        return token.kind == QUOTED_STRING || token.kind == PREFIXED_STRING_LITERAL || token.kind == C_STYLE_ESCAPED_STRING_LITERAL;
    }

    static boolean isWord(Token token) {
        return token.kind != EOF && !token.image.isEmpty() && Character.isUnicodeIdentifierStart(token.image.charAt(0)) && !isString(token)
                && token.kind != UNICODE_STRING_LITERAL && token.kind != BINARY_STRING_LITERAL && token.kind != UNICODE_QUOTED_IDENTIFIER
                || token.kind == IDENTIFIER;
    }

    private static String upper(Token token) {
        return token == null || token.kind == EOF ? "" : token.image.toUpperCase(Locale.ROOT);
    }
}
