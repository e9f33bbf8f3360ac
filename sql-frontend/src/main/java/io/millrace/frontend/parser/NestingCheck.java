package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.Token;

/**
 * Refuses text that nests too deep for a recursive parser, before it is parsed: parentheses, brackets and CASE, and runs of prefix operators, counted
 * over tokens, so that strings and comments don't count.
 */
final class NestingCheck {
    static final int DEPTH_MAX = 250;

    private NestingCheck() {}

    static void check(String sql) {
        if (sql.length() <= DEPTH_MAX) {
            return;
        }
        MillraceTokens tokens = new MillraceTokens(sql);
        int depth = 0;
        int prefixes = 0;
        for (Token token = tokens.getNextToken(); token.kind != EOF; token = tokens.getNextToken()) {
            switch (token.kind) {
                case LPAREN, LBRACKET, CASE -> depth++;
                case RPAREN, RBRACKET, END -> depth = Math.max(0, depth - 1);
                case SEMICOLON -> depth = 0;
                default -> {}
            }
            boolean prefix = token.kind == NOT || token.kind == MINUS || token.kind == PLUS;
            prefixes = prefix ? prefixes + 1 : 0;
            if (depth > DEPTH_MAX || prefixes > DEPTH_MAX) {
                throw new MillraceException(
                        ErrorCode.STATEMENT_TOO_COMPLEX,
                        "the statement nests deeper than " + DEPTH_MAX + " levels",
                        new SourcePosition(token.beginLine, token.beginColumn),
                        "name inner queries with WITH, or write the expression flat",
                        null);
            }
        }
    }
}
