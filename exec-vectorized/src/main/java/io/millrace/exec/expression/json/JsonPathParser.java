package io.millrace.exec.expression.json;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.expression.json.JsonCondition.Operand;
import io.millrace.exec.expression.json.JsonCondition.Operator;
import io.millrace.exec.expression.json.JsonPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads SQL/JSON paths by recursive descent. */
final class JsonPathParser {
    private static final int DEPTH_MAX = 100;
    private static final int DIGITS_MAX = 9;

    private final String text;
    private int at;
    private int depth;

    JsonPathParser(String text) {
        this.text = text;
    }

    JsonPath parse() {
        boolean strict = acceptWord("strict");
        if (!strict) {
            acceptWord("lax");
        }
        expect("$");
        List<Step> steps = steps();
        skipSpace();
        if (at != text.length()) {
            throw invalid("the end");
        }
        return new JsonPath(strict, steps);
    }

    private MillraceException invalid(String expected) {
        return new MillraceException(
                ErrorCode.INVALID_PARAMETER, "invalid JSON path '" + text + "': expected " + expected + " at position " + (at + 1));
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(String token) {
        skipSpace();
        if (text.startsWith(token, at)) {
            at += token.length();
            return true;
        }
        return false;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw invalid("'" + token + "'");
        }
    }

    private boolean acceptWord(String word) {
        skipSpace();
        int end = at + word.length();
        if (text.regionMatches(true, at, word, 0, word.length()) && (end == text.length() || !nameCharacter(text.charAt(end)))) {
            at = end;
            return true;
        }
        return false;
    }

    private static boolean nameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || Character.isSurrogate(c);
    }

    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        while (true) {
            if (accept(".**")) {
                steps.add(new JsonPath.Descendants());
            } else if (accept("..")) {
                steps.add(new JsonPath.Descendants());
                steps.add(accept("*") ? new JsonPath.AnyMember() : new JsonPath.Member(name()));
            } else if (accept(".*")) {
                steps.add(new JsonPath.AnyMember());
            } else if (accept(".")) {
                steps.add(memberOrMethod());
            } else if (accept("[")) {
                steps.add(subscript());
            } else if (accept("?")) {
                expect("(");
                steps.add(new JsonPath.Filter(condition()));
                expect(")");
            } else {
                return steps;
            }
        }
    }

    private Step memberOrMethod() {
        skipSpace();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        String name = name();
        if (!quoted && accept("(")) {
            expect(")");
            String method = name.toLowerCase(Locale.ROOT);
            if (!"type".equals(method) && !"size".equals(method) && !JsonNumbers.known(method)) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "JSON path method " + name + "() is not supported");
            }
            return new JsonPath.Method(method);
        }
        return new JsonPath.Member(name);
    }

    private String name() {
        skipSpace();
        if (at < text.length() && text.charAt(at) == '"') {
            return string();
        }
        int start = at;
        while (at < text.length() && nameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw invalid("a member's name");
        }
        return text.substring(start, at);
    }

    private String string() {
        char quote = text.charAt(at);
        int start = at++;
        StringBuilder single = new StringBuilder("\"");
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                single.append(text.charAt(at++));
            }
            single.append(text.charAt(at++));
        }
        if (at == text.length()) {
            at = start;
            throw invalid("a closed string");
        }
        at++;
        String source = quote == '"' ? text.substring(start, at) : single.append('"').toString();
        return JsonReader.readOrNull(source) instanceof JsonNode.StringNode node ? node.value() : source.substring(1, source.length() - 1);
    }

    private Step subscript() {
        if (accept("*")) {
            expect("]");
            return new JsonPath.AnyElement();
        }
        skipSpace();
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            String name = string();
            expect("]");
            return new JsonPath.Member(name);
        }
        List<JsonPath.Range> ranges = new ArrayList<>();
        do {
            boolean fromLast = acceptWord("last");
            int from = fromLast ? behindLast() : index();
            boolean toLast = fromLast;
            int to = from;
            if (acceptWord("to")) {
                toLast = acceptWord("last");
                to = toLast ? behindLast() : index();
            }
            ranges.add(new JsonPath.Range(from, fromLast, to, toLast));
        } while (accept(","));
        expect("]");
        return new JsonPath.Elements(ranges);
    }

    private int behindLast() {
        return accept("-") ? index() : 0;
    }

    private int index() {
        skipSpace();
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start || at - start > DIGITS_MAX) {
            throw invalid("an index");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private JsonCondition condition() {
        if (++depth > DEPTH_MAX) {
            throw invalid("less nesting");
        }
        JsonCondition left = conjunction();
        while (accept("||")) {
            left = new JsonCondition.Both(left, conjunction(), true);
        }
        depth--;
        return left;
    }

    private JsonCondition conjunction() {
        JsonCondition left = negation();
        while (accept("&&")) {
            left = new JsonCondition.Both(left, negation(), false);
        }
        return left;
    }

    private JsonCondition negation() {
        skipSpace();
        if (text.startsWith("!", at) && !text.startsWith("!=", at)) {
            at++;
            return new JsonCondition.Not(primary());
        }
        return primary();
    }

    private JsonCondition primary() {
        if (accept("(")) {
            JsonCondition inner = condition();
            expect(")");
            if (acceptWord("is")) {
                if (!acceptWord("unknown")) {
                    throw invalid("unknown");
                }
                return new JsonCondition.IsUnknown(inner);
            }
            return inner;
        }
        if (acceptWord("exists")) {
            expect("(");
            Operand operand = operand();
            expect(")");
            return new JsonCondition.Exists(operand);
        }
        Operand left = operand();
        if (acceptWord("starts")) {
            if (!acceptWord("with")) {
                throw invalid("with");
            }
            skipSpace();
            String prefix = string();
            return new JsonCondition.Matches(left, value -> value.startsWith(prefix));
        }
        if (acceptWord("like_regex")) {
            skipSpace();
            return new JsonCondition.Matches(left, regex(string()).asPredicate());
        }
        return new JsonCondition.Compare(left, operator(), operand());
    }

    private Pattern regex(String source) {
        int flags = 0;
        if (acceptWord("flag")) {
            skipSpace();
            String letters = string();
            flags |= letters.contains("i") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
            flags |= letters.contains("s") ? Pattern.DOTALL : 0;
            flags |= letters.contains("m") ? Pattern.MULTILINE : 0;
            flags |= letters.contains("q") ? Pattern.LITERAL : 0;
        }
        try {
            return Pattern.compile(source, flags);
        } catch (PatternSyntaxException e) {
            throw new MillraceException(ErrorCode.INVALID_REGEX, "invalid regular expression '" + source + "': " + e.getDescription(), e);
        }
    }

    private Operator operator() {
        if (accept("==") || accept("=")) {
            return Operator.EQUAL;
        }
        if (accept("!=") || accept("<>")) {
            return Operator.NOT_EQUAL;
        }
        if (accept("<=")) {
            return Operator.LESS_OR_EQUAL;
        }
        if (accept(">=")) {
            return Operator.GREATER_OR_EQUAL;
        }
        if (accept("<")) {
            return Operator.LESS;
        }
        if (accept(">")) {
            return Operator.GREATER;
        }
        throw invalid("a comparison");
    }

    private Operand operand() {
        skipSpace();
        if (accept("@")) {
            return new Operand(false, steps(), null);
        }
        if (accept("$")) {
            return new Operand(true, steps(), null);
        }
        int start = at;
        if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
            String value = string();
            return new Operand(false, List.of(), new JsonNode.StringNode("", value));
        }
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        JsonNode literal = JsonReader.readOrNull(text.substring(start, at));
        if (literal == null) {
            at = start;
            throw invalid("@, $ or a literal");
        }
        return new Operand(false, List.of(), literal);
    }
}
