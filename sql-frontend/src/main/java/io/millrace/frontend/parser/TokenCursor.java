package io.millrace.frontend.parser;

import static io.millrace.frontend.parser.generated.MillraceParserConstants.*;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.error.SourcePosition;
import io.millrace.frontend.parser.generated.MillraceParser;
import io.millrace.frontend.parser.generated.ParseException;
import io.millrace.frontend.parser.generated.Token;
import io.millrace.frontend.statement.ExpressionText;
import io.millrace.frontend.statement.QualifiedName;
import io.millrace.frontend.statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * Reads statements' own words one by one, and leaves queries, expressions and types to the generated grammar. Words are compared as written without
 * quotes, in any case, whatever the lexer takes them for, so that no statement makes a word reserved.
 */
final class TokenCursor {
    private static final int IDENTIFIER_MAX_LENGTH = 256;

    /** Calcite's most tolerant dialect, and ROW(…) anywhere. */
    private static final SqlConformance CONFORMANCE = new SqlDelegatingConformance(SqlConformanceEnum.BABEL) {
        @Override
        public boolean allowExplicitRowValueConstructor() {
            return true;
        }
    };

    private final SourceText text;
    private final MillraceParser parser;

    TokenCursor(SourceText text) {
        this.text = text;
        parser = new MillraceParser(new MillraceTokens(text.sql()));
        parser.setUnquotedCasing(Casing.TO_LOWER);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(IDENTIFIER_MAX_LENGTH);
        parser.setConformance(CONFORMANCE);
    }

    Token peek() {
        return parser.getToken(1);
    }

    /** The token that is {@code index}-th from here, counted from 1. */
    Token peek(int index) {
        return parser.getToken(index);
    }

    Token next() {
        return parser.getNextToken();
    }

    SourcePosition position() {
        return new SourcePosition(peek().beginLine, Math.max(1, peek().beginColumn));
    }

    boolean atEnd() {
        return MillraceTokens.isEnd(peek());
    }

    /** Whether the next tokens are these words or symbols. */
    boolean at(String... words) {
        for (int i = 0; i < words.length; i++) {
            Token token = parser.getToken(i + 1);
            if (token.kind == EOF || !token.image.equalsIgnoreCase(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Consumes these words if they are next. */
    boolean accept(String... words) {
        if (!at(words)) {
            return false;
        }
        for (int i = 0; i < words.length; i++) {
            next();
        }
        return true;
    }

    void expect(String... words) {
        for (String word : words) {
            if (!accept(word)) {
                throw unexpected(word);
            }
        }
    }

    /** The one of these words that is next, consumed. */
    String expectOne(String... words) {
        for (String word : words) {
            if (accept(word)) {
                return word;
            }
        }
        throw unexpected(words);
    }

    MillraceException unexpected(String... expected) {
        return SyntaxErrors.unexpected(parser.getToken(0), peek(), List.of(expected));
    }

    /** As {@link #unexpected}, where the words that begin statements are too many to list. */
    MillraceException unknownStatement(String... starts) {
        String hint = SyntaxHints.of(null, peek(), List.of(starts));
        MillraceException error = SyntaxErrors.unexpected(null, peek(), List.of("a statement"));
        return hint == null ? error : error.withHint(hint);
    }

    /** A name: any word, folded to lower case, or a quoted one as it is. */
    String identifier(String what) {
        Token token = peek();
        if (token.kind == QUOTED_IDENTIFIER) {
            next();
            return SqlParserUtil.stripQuotes(token.image, "\"", "\"", "\"\"", Casing.UNCHANGED);
        }
        if (!ContextualWords.isWord(token)) {
            throw unexpected(what);
        }
        next();
        return token.image.toLowerCase(Locale.ROOT);
    }

    QualifiedName qualifiedName(String what) {
        SourcePosition position = position();
        String first = identifier(what);
        if (!accept(".")) {
            return new QualifiedName(Optional.empty(), first, position);
        }
        String second = identifier(what);
        if (at(".")) {
            throw new MillraceException(ErrorCode.SYNTAX_ERROR,
                    "a name has at most a schema and a name, found a third part after " + first + "." + second)
                    .at(position());
        }
        return new QualifiedName(Optional.of(first), second, position);
    }

    boolean atString() {
        int kind = peek().kind;
        return kind == QUOTED_STRING || kind == C_STYLE_ESCAPED_STRING_LITERAL || kind == UNICODE_STRING_LITERAL;
    }

    /** A string literal's value. */
    String string(String what) {
        if (!atString()) {
            throw unexpected(what);
        }
        Token first = peek();
        if (!(grammar(MillraceParser::StringLiteral) instanceof SqlLiteral literal)) {
            throw SyntaxErrors.at(first, what + " is one string, several stand here");
        }
        return literal.getValueAs(String.class);
    }

    long wholeNumber(String what) {
        Token token = peek();
        if (token.kind != UNSIGNED_INTEGER_LITERAL) {
            throw unexpected(what);
        }
        next();
        try {
            return Long.parseLong(token.image);
        } catch (NumberFormatException tooLarge) {
            throw SyntaxErrors.at(token, what + " is too large: " + token.image);
        }
    }

    <T> List<T> parenthesized(Function<TokenCursor, T> item) {
        List<T> items = new ArrayList<>();
        expect("(");
        do {
            items.add(item.apply(this));
        } while (accept(","));
        if (!accept(")")) {
            throw unexpected(",", ")");
        }
        return items;
    }

    List<String> identifiers(String what) {
        return parenthesized(c -> c.identifier(what));
    }

    QueryText query() {
        SourcePosition position = position();
        Token first = peek();
        SqlNode node = grammar(MillraceParser::StatementQuery);
        if (!node.isA(SqlKind.QUERY)) {
            throw SyntaxErrors.unexpected(null, first, List.of("a query"));
        }
        return new QueryText(QueryRewrite.apply(node), text.between(first, parser.getToken(0)), position);
    }

    ExpressionText expression() {
        return expression(MillraceParser::StatementExpression);
    }

    /** What may stand after FROM. */
    ExpressionText fromClause() {
        return expression(MillraceParser::FromClause);
    }

    /** One table, query or function with its alias. */
    ExpressionText tableReference() {
        return expression(MillraceParser::TableRef);
    }

    private ExpressionText expression(Production<SqlNode> production) {
        SourcePosition position = position();
        Token first = peek();
        SqlNode node = QueryRewrite.apply(grammar(production));
        return new ExpressionText(node, text.between(first, parser.getToken(0)), position);
    }

    SqlDataTypeSpec type() {
        return grammar(MillraceParser::DataType);
    }

    /** The text from a token to the last one consumed. */
    String textSince(Token first) {
        return text.between(first, parser.getToken(0));
    }

    <T> T grammar(Production<T> production) {
        try {
            return production.parse(parser);
        } catch (ParseException e) {
            throw SyntaxErrors.of(e);
        }
    }

    /** A production of the generated grammar. */
    interface Production<T> {
        T parse(MillraceParser parser) throws ParseException;
    }
}
