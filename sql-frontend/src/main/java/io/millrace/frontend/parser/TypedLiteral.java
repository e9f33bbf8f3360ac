package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.frontend.parser.generated.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * PostgreSQL's {@code type 'text'}, of any type by name: it becomes {@code CAST('text' AS type)} before the grammar sees it. Dates and times in the
 * standard's form stay literals, which the grammar knows.
 */
final class TypedLiteral {
    private static final Set<String> NAMES = Set.of(
            "INT", "INTEGER", "INT2", "INT4", "INT8", "SMALLINT", "BIGINT", "TINYINT", "FLOAT", "FLOAT4", "FLOAT8", "REAL", "DOUBLE",
            "NUMERIC",
            "DECIMAL", "BOOL", "BOOLEAN", "TEXT", "VARCHAR", "CHAR", "BPCHAR", "BYTEA", "JSON", "JSONB", "UUID", "TIMESTAMPTZ", "DATETIME");

    private static final Pattern DATE = Pattern.compile("'\\d{4}-\\d{2}-\\d{2}'");
    private static final Pattern TIME = Pattern.compile("'\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?'");
    private static final Pattern TIMESTAMP = Pattern.compile("'\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}(\\.\\d+)?'");

    private TypedLiteral() {}

    /** How many words before a string name its type, 0 if this is no such literal. {@code ahead} gives the tokens that follow. */
    static int words(Token token, Token previous, IntFunction<Token> ahead) {
        if (!ContextualWords.isWord(token) || token.kind == QUOTED_IDENTIFIER || previous != null && previous.kind == DOT) {
            return 0;
        }
        String word = token.image.toUpperCase(Locale.ROOT);
        return switch (word) {
            case "DATE" -> unusual(ahead.apply(0), DATE) ? 1 : 0;
            case "TIME" -> zoned(ahead, TIME);
            case "TIMESTAMP" -> zoned(ahead, TIMESTAMP);
            case "DOUBLE" -> isText(ahead.apply(0)) ? 1 : isWord(ahead.apply(0), "PRECISION") && isText(ahead.apply(1)) ? 2 : 0;
            case "CHARACTER" -> isWord(ahead.apply(0), "VARYING") && isText(ahead.apply(1)) ? 2 : 0;
            default -> NAMES.contains(word) && isText(ahead.apply(0)) ? 1 : 0;
        };
    }

    private static int zoned(IntFunction<Token> ahead, Pattern usual) {
        boolean phrase = (isWord(ahead.apply(0), "WITH") || isWord(ahead.apply(0), "WITHOUT")) && isWord(ahead.apply(1), "TIME")
                && isWord(ahead.apply(2), "ZONE");
        int words = phrase ? 4 : 1;
        Token text = ahead.apply(words - 1);
        return unusual(text, usual) || phrase && isText(text) ? words : 0;
    }

    private static boolean unusual(Token token, Pattern usual) {
        return isText(token) && !usual.matcher(token.image).matches();
    }

    private static boolean isText(Token token) {
        return token.kind == QUOTED_STRING || token.kind == C_STYLE_ESCAPED_STRING_LITERAL;
    }

    private static boolean isWord(Token token, String word) {
        return token.kind != QUOTED_IDENTIFIER && token.image.equalsIgnoreCase(word);
    }

    /** The first token of the cast; the others are put in the place of the literal's in {@code ahead}. */
    static Token cast(Token first, int words, List<Token> ahead) {
        List<Token> tokens = new ArrayList<>(List.of(MillraceTokens.like(first, LPAREN, "("), ahead.get(words - 1),
                MillraceTokens.like(first, AS, "AS"), first));
        tokens.addAll(ahead.subList(0, words - 1));
        tokens.add(MillraceTokens.like(ahead.get(words - 1), RPAREN, ")"));
        ahead.subList(0, words).clear();
        ahead.addAll(0, tokens);
        return MillraceTokens.like(first, CAST, "CAST");
    }
}
