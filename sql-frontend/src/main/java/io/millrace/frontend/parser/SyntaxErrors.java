package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.ParseException;
import io.millrace.frontend.parser.generated.Token;
import io.millrace.frontend.parser.generated.TokenMgrError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.runtime.CalciteContextException;

/** Makes short messages of what the grammar says when it stops: where, what was found, a few things that could have stood there, and a hint. */
final class SyntaxErrors {
    private static final int EXPECTED_SHOWN_MAX = 6;
    private static final Pattern LEXICAL =
            Pattern.compile("line (\\d+), column (\\d+)\\.\\s+Encountered: (.*?) (?:\\(\\d+\\), )?after : (.*)", Pattern.DOTALL);

    /** The words of a grammar's long list of alternatives that are worth showing, in this order. */
    private static final List<String> TELLING = List.of(
            ")", "FROM", "SELECT", "AS", "ON", "USING", "WHERE", "GROUP", "BY", "HAVING", "ORDER", "LIMIT", "UNION", "JOIN", "THEN", "WHEN",
            "END", "AND", "(",
            ",", "<EOF>");
    static final String END = "the end of the statement";

    private SyntaxErrors() {}

    static MillraceException of(ParseException e) {
        if (e.currentToken == null) {
            return new MillraceException(ErrorCode.SYNTAX_ERROR, "syntax error: " + e.getMessage());
        }
        // Sequences of several tokens begin with ones that did match: the alternatives are what stands where the longest match ends.
        int deepest = 0;
        Token found = e.currentToken.next;
        Set<Integer> kinds = new LinkedHashSet<>();
        for (int[] sequence : e.expectedTokenSequences) {
            int depth = 0;
            Token token = e.currentToken.next;
            while (depth < sequence.length - 1 && token.next != null && token.kind == sequence[depth]) {
                token = token.next;
                depth++;
            }
            if (depth > deepest) {
                deepest = depth;
                found = token;
                kinds.clear();
            }
            if (depth == deepest) {
                kinds.add(sequence[depth]);
            }
        }
        return unexpected(deepest == 0 ? e.currentToken : null, found, expected(kinds));
    }

    private static List<String> expected(Set<Integer> kinds) {
        List<String> shown = new ArrayList<>();
        boolean name = kinds.contains(IDENTIFIER);
        boolean expression = kinds.contains(UNSIGNED_INTEGER_LITERAL) && kinds.contains(QUOTED_STRING) && kinds.contains(CASE);
        if (expression) {
            shown.add("an expression");
        } else if (name && kinds.contains(QUOTED_IDENTIFIER)) {
            shown.add("a name");
        } else if (kinds.contains(UNSIGNED_INTEGER_LITERAL)) {
            shown.add("a number");
        }
        Set<String> images = new LinkedHashSet<>();
        kinds.forEach(kind -> images.add(image(kind)));
        int few = 8;
        for (String image : images.size() <= few ? images : TELLING) {
            if (images.contains(image) && shown.size() < EXPECTED_SHOWN_MAX && (image.equals("<EOF>") || !image.endsWith(">"))
                    && !image.equals("DECIMAL")) {
                shown.add(image.equals("<EOF>") ? END : image);
            }
        }
        return shown;
    }

    private static String image(int kind) {
        String image = tokenImage[kind];
        return image.startsWith("\"") && image.length() > 2 ? image.substring(1, image.length() - 1) : image;
    }

    /** "syntax error at FOO, expected BAR", at the token; {@code before} is the one before it, or null. */
    static MillraceException unexpected(Token before, Token found, List<String> expected) {
        if (found.kind == QUOTE || found.kind == DOUBLE_QUOTE || isOpenString(found)) {
            return at(found,
                    found.kind == DOUBLE_QUOTE ? "the quoted name that begins here is not closed"
                            : "the string that begins here is not closed")
                    .withHint(found.kind == DOUBLE_QUOTE
                            ? "close it with a double quote; one inside of it is written twice"
                            : "close it with " + found.image
                                    + (found.kind == QUOTE && found.image.equals("'") ? "; one inside of it is written twice" : ""));
        }
        StringBuilder message =
                new StringBuilder("syntax error at ").append(found.kind == EOF ? "the end" : "'" + shorten(found.image) + "'");
        if (!expected.isEmpty()) {
            message.append(", expected ").append(join(expected));
        }
        MillraceException error = at(found, message.toString());
        String hint = SyntaxHints.of(before, found, expected);
        return hint == null ? error : error.withHint(hint);
    }

    private static boolean isOpenString(Token token) {
        return token.kind == QUOTE;
    }

    private static String join(List<String> expected) {
        List<String> quoted = expected.stream().map(SyntaxErrors::quote).toList();
        return quoted.size() == 1
                ? quoted.get(0)
                : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.get(quoted.size() - 1);
    }

    private static String quote(String word) {
        return Character.isLetterOrDigit(word.charAt(0)) || word.startsWith("<") ? word : "'" + word + "'";
    }

    static String shorten(String image) {
        int most = 40;
        return image.length() <= most ? image : image.substring(0, most) + "…";
    }

    static MillraceException at(Token token, String message) {
        return new MillraceException(
                ErrorCode.SYNTAX_ERROR, message, new SourcePosition(Math.max(1, token.beginLine), Math.max(1, token.beginColumn)), null,
                null);
    }

    /** A character that begins no token. */
    static MillraceException of(TokenMgrError e) {
        Matcher matcher = LEXICAL.matcher(String.valueOf(e.getMessage()));
        if (!matcher.find()) {
            return new MillraceException(ErrorCode.SYNTAX_ERROR, "syntax error: " + e.getMessage());
        }
        String encountered = matcher.group(3);
        if (encountered.startsWith("<EOF>")) {
            return new MillraceException(ErrorCode.SYNTAX_ERROR, "the text ends inside a comment or a quoted name")
                    .at(new SourcePosition(Integer.parseInt(matcher.group(1)), Math.max(1, Integer.parseInt(matcher.group(2)))));
        }
        String character = encountered.replaceAll("^\"|\"$", "");
        MillraceException error =
                new MillraceException(ErrorCode.SYNTAX_ERROR, "syntax error: '" + character + "' begins no word, number or operator")
                        .at(new SourcePosition(Integer.parseInt(matcher.group(1)), Math.max(1, Integer.parseInt(matcher.group(2)))));
        return character.equals("`") ? error.withHint("names are quoted with double quotes: \"name\"") : error;
    }

    /** What Calcite itself finds wrong while it parses: a bad literal, a clause that does not belong there. */
    static MillraceException of(CalciteContextException e) {
        String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
        return new MillraceException(
                ErrorCode.SYNTAX_ERROR, lowerFirst(message), new SourcePosition(Math.max(1, e.getPosLine()), Math.max(1, e.getPosColumn())),
                null, e);
    }

    private static String lowerFirst(String message) {
        boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
        return word ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1) : message;
    }
}
