package io.millrace.frontend.parser;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.MillraceParserConstants;
import io.millrace.frontend.parser.generated.MillraceParserTokenManager;
import io.millrace.frontend.parser.generated.SimpleCharStream;
import io.millrace.frontend.parser.generated.Token;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens that the grammar sees. Between the generated lexer and the grammar it adds what PostgreSQL has and one token of lookahead cannot give:
 * dollar-quoted strings, {@code type[]}, {@code DISTINCT ON}, and words that are keywords only among certain neighbours ({@link ContextualWords}).
 */
final class MillraceTokens extends MillraceParserTokenManager {
    /** Name of the call that stands for {@code DISTINCT ON (…)} as first item of a select list, until {@link QueryRewrite} replaces it. */
    static final String DISTINCT_ON = "$distinct_on";

    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)?\\$");
    private static final int DOUBLE_QUOTED_STATE = Arrays.asList(lexStateNames).indexOf("DQID");

    private final List<Token> ahead = new ArrayList<>();
    /** Depths of the parentheses that are open calls of functions, innermost first. */
    private final Deque<Integer> calls = new ArrayDeque<>();
    private final Deque<Integer> distinctOnDepths = new ArrayDeque<>();
    private Token previous;
    private Token beforePrevious;
    private int depth;
    private int typeBrackets;
    /** At which depths of parentheses we are between SELECT and FROM, where UNNEST is a function as others are. */
    private final BitSet selectList = new BitSet();

    MillraceTokens(String text) {
        super(charStream(text), DOUBLE_QUOTED_STATE);
    }

    private static SimpleCharStream charStream(String text) {
        return new SimpleCharStream(new StringReader(text), 1, 1) {
            {
                // Columns count characters, tabs included, as editors and JDBC clients do.
                setTabSize(1);
            }
        };
    }

    @Override
    public Token getNextToken() {
        Token token = take();
        joinContinued(token);
        int typeWords = TypedLiteral.words(token, previous, this::peek);
        if (typeWords > 0) {
            token = TypedLiteral.cast(token, typeWords, ahead);
        }
        Token next = peek(0);
        selectList.set(Math.max(0, depth), switch (token.kind) {
            case SELECT -> true;
            case FROM, WHERE, GROUP, HAVING, ORDER -> false;
            default -> selectList.get(Math.max(0, depth));
        });
        if (token.kind == UNNEST && next.kind == LPAREN && selectList.get(Math.max(0, depth))) {
            token.kind = IDENTIFIER;
        }
        if (token.kind == ORDER && next.kind == BY && !calls.isEmpty() && calls.peek() == depth) {
            // f(x ORDER BY y) is f(x) WITHIN GROUP (ORDER BY y): the grammar takes an order inside of a few functions only
            calls.pop();
            ahead.addAll(0, List.of(like(token, WITHIN, "WITHIN"), like(token, GROUP, "GROUP"), like(token, LPAREN, "("), token));
            token = like(token, RPAREN, ")");
            next = peek(0);
        }
        if (token.kind == LPAREN) {
            depth++;
            if (previous != null && previous.kind == IDENTIFIER && next.kind != SELECT && next.kind != WITH && next.kind != TABLE) {
                calls.push(depth);
            }
            selectList.set(Math.max(0, depth), selectList.get(Math.max(0, depth - 1)));
        } else if (token.kind == RPAREN) {
            if (!calls.isEmpty() && calls.peek() == depth) {
                calls.pop();
            }
            depth--;
            if (!distinctOnDepths.isEmpty() && distinctOnDepths.peek() == depth) {
                distinctOnDepths.pop();
                ahead.add(0, like(token, COMMA, ","));
            }
        } else if (token.kind == DISTINCT && next.kind == ON && peek(1).kind == LPAREN) {
            ahead.remove(0);
            distinctOnDepths.push(depth);
            token = like(token, IDENTIFIER, DISTINCT_ON);
        } else if (token.kind == INTERVAL && ContextualWords.isString(next) && !IntervalText.isUnit(peek(1).image)) {
            qualifyInterval(ahead.remove(0));
        } else if ((token.kind == FIRST || token.kind == NEXT) && previous != null && previous.kind == FETCH
                && (next.kind == ROW || next.kind == ROWS)) {
            ahead.add(0, like(token, UNSIGNED_INTEGER_LITERAL, "1"));
        } else if (token.kind == LBRACKET && next.kind == RBRACKET && previous != null && previous.kind != ARRAY) {
            ahead.remove(0);
            token = like(token, ARRAY, "ARRAY");
        } else if (token.kind == LBRACKET && previous != null && startsArray(previous)) {
            ahead.add(0, token);
            token = like(token, ARRAY, "ARRAY");
        } else if (token.kind == LATERAL && next.kind != LPAREN && next.kind != TABLE && next.kind != UNNEST && peek(1).kind == LPAREN) {
            // functions in FROM see what stands before them anyway
            token = ahead.remove(0);
            token.kind = ContextualWords.kindOf(token, beforePrevious, previous, peek(0), peek(1), depth);
        } else if ((token.kind == LIMIT || token.kind == OFFSET) && (next.kind == NULL || next.kind == MINUS)) {
            limit(token, next);
        } else if (isRightShift(token, next)) {
            ahead.remove(0);
            token = like(token, RIGHT_SHIFT, ">>");
        } else if (ContextualWords.isAtTimeZone(token, next, peek(1))) {
            ahead.remove(0);
            ahead.remove(0);
            token = like(token, AT_TIME_ZONE, "AT TIME ZONE");
        } else {
            token.kind = ContextualWords.kindOf(token, beforePrevious, previous, next, peek(1), depth);
        }
        beforePrevious = previous;
        previous = token;
        return token;
    }

    /** The standard's continued literal, {@code 'a'} and on a later line {@code 'b'}, is one; on the same line it is an error, as in PostgreSQL. */
    private void joinContinued(Token token) {
        while (ContextualWords.isString(token) && peek(0).kind == QUOTED_STRING) {
            Token more = ahead.remove(0);
            if (more.beginLine == token.endLine) {
                throw SyntaxErrors.unexpected(token, more, List.of())
                        .withHint("write || between texts that belong together, or put the second on a line of its own");
            }
            token.image = token.image.substring(0, token.image.length() - 1) + more.image.substring(1);
            token.endLine = more.endLine;
            token.endColumn = more.endColumn;
        }
    }

    /** Whether a bracket after this begins an array, rather than asks for an element of one: {@code ARRAY[[1], [2]]}. */
    private static boolean startsArray(Token before) {
        return switch (before.kind) {
            case LBRACKET, COMMA, LPAREN, SELECT -> true;
            default -> false;
        };
    }

    /** NULL is no limit, less than nothing is an error. */
    private void limit(Token token, Token next) {
        if (next.kind == MINUS) {
            boolean limit = token.kind == LIMIT;
            throw new MillraceException(limit ? ErrorCode.INVALID_LIMIT : ErrorCode.INVALID_OFFSET,
                    (limit ? "LIMIT" : "OFFSET") + " must not be negative").at(new SourcePosition(next.beginLine, next.beginColumn));
        }
        ahead.set(0, token.kind == LIMIT ? like(next, ALL, "ALL") : like(next, UNSIGNED_INTEGER_LITERAL, "0"));
    }

    /** Two signs that touch, but for those that close {@code MAP<…, ARRAY<…>>}. */
    private boolean isRightShift(Token token, Token next) {
        if (token.kind == LT && previous != null && (previous.kind == MAP || previous.kind == ARRAY || previous.kind == ROW)) {
            typeBrackets++;
        } else if (token.kind == GT && typeBrackets > 0) {
            typeBrackets--;
        } else {
            return token.kind == GT && next.kind == GT && next.beginLine == token.endLine && next.beginColumn == token.endColumn + 1;
        }
        return false;
    }

    /** {@code INTERVAL '1 day 2 hours'} becomes {@code INTERVAL '1 02:00:00' DAY(9) TO SECOND(6)}. */
    private void qualifyInterval(Token string) {
        IntervalText interval = IntervalText.parse(string);
        List<Token> tokens = new ArrayList<>();
        tokens.add(like(string, QUOTED_STRING, "'" + interval.text() + "'"));
        int[] kinds = interval.yearMonth()
                ? new int[] {YEAR, LPAREN, UNSIGNED_INTEGER_LITERAL, RPAREN, TO, MONTH}
                : new int[] {DAY, LPAREN, UNSIGNED_INTEGER_LITERAL, RPAREN, TO, SECOND, LPAREN, UNSIGNED_INTEGER_LITERAL, RPAREN};
        for (int i = 0; i < kinds.length; i++) {
            boolean number = kinds[i] == UNSIGNED_INTEGER_LITERAL;
            tokens.add(like(string, kinds[i], number ? i == 2 ? "9" : "6" : tokenImage[kinds[i]].replace("\"", "")));
        }
        ahead.addAll(0, tokens);
    }

    private Token take() {
        return ahead.isEmpty() ? lex() : ahead.remove(0);
    }

    private Token peek(int index) {
        while (ahead.size() <= index) {
            ahead.add(lex());
        }
        return ahead.get(index);
    }

    private Token lex() {
        Token token = super.getNextToken();
        if (token.image.startsWith("$")) {
            Matcher opening = DOLLAR_QUOTE.matcher(token.image);
            if (opening.lookingAt()) {
                return dollarQuoted(token, opening.group());
            }
        }
        return token;
    }

    /** {@code $tag$ … $tag$}: whatever the lexer took beyond the opening tag is given back, and the text up to the closing tag becomes one string. */
    private Token dollarQuoted(Token token, String tag) {
        input_stream.backup(token.image.length() - tag.length());
        StringBuilder body = new StringBuilder();
        try {
            while (body.length() < tag.length() || body.indexOf(tag, body.length() - tag.length()) < 0) {
                body.append(input_stream.readChar());
            }
        } catch (IOException endOfText) {
            token.kind = QUOTE;
            token.image = tag;
            return token;
        }
        body.setLength(body.length() - tag.length());
        token.kind = QUOTED_STRING;
        token.image = "'" + body.toString().replace("'", "''") + "'";
        token.endLine = input_stream.getEndLine();
        token.endColumn = input_stream.getEndColumn();
        return token;
    }

    static Token like(Token place, int kind, String image) {
        Token token = Token.newToken(kind);
        token.kind = kind;
        token.image = image;
        token.beginLine = place.beginLine;
        token.beginColumn = place.beginColumn;
        token.endLine = place.endLine;
        token.endColumn = place.endColumn;
        return token;
    }

    static boolean isEnd(Token token) {
        return token.kind == MillraceParserConstants.EOF || token.kind == MillraceParserConstants.SEMICOLON;
    }
}
