package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A compiled regular expression whose work is bounded; see {@link BoundedText}. */
final class Regex {
    /** Options at the start of a pattern: {@code (?in)}. */
    private static final Pattern EMBEDDED = Pattern.compile("\\(\\?([a-z]+)\\)");

    private final Pattern pattern;
    private final boolean global;

    private Regex(Pattern pattern, boolean global) {
        this.pattern = pattern;
        this.global = global;
    }

    /** A POSIX pattern with PostgreSQL's flags (i, c, g, n, m, s, w, x, q); null for none. */
    static Regex compile(String source, String flags) {
        Matcher embedded = EMBEDDED.matcher(source);
        if (embedded.lookingAt()) {
            return compile(source.substring(embedded.end()), (flags == null ? "" : flags) + embedded.group(1));
        }
        boolean ignoreCase = false;
        boolean global = false;
        boolean lines = false;
        boolean comments = false;
        boolean literal = false;
        for (char flag : (flags == null ? "" : flags).toCharArray()) {
            switch (flag) {
                case 'i' -> ignoreCase = true;
                case 'c' -> ignoreCase = false;
                case 'g' -> global = true;
                case 'n', 'm' -> lines = true;
                case 's' -> lines = false;
                case 'x' -> comments = true;
                case 'q' -> literal = true;
                case 't', 'e' -> {}
                default -> throw new MillraceException(
                        ErrorCode.INVALID_PARAMETER, "invalid regular expression option: \"" + flag + "\"");
            }
        }
        int options = Pattern.UNICODE_CHARACTER_CLASS;
        options |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        options |= lines ? Pattern.MULTILINE | Pattern.UNIX_LINES : Pattern.DOTALL;
        options |= comments ? Pattern.COMMENTS : 0;
        options |= literal ? Pattern.LITERAL : 0;
        return new Regex(compile(source, literal ? source : RegexTranslation.ofPosix(source, lines), options), global);
    }

    static Regex similar(String source, int escape) {
        return new Regex(compile(source, RegexTranslation.ofSimilar(source, escape), Pattern.DOTALL), false);
    }

    private static Pattern compile(String source, String translated, int options) {
        try {
            return Pattern.compile(translated, options);
        } catch (PatternSyntaxException e) {
            throw new MillraceException(ErrorCode.INVALID_REGEX, "invalid regular expression '" + source + "': " + e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw new MillraceException(ErrorCode.INVALID_REGEX, "regular expression is nested too deeply", e);
        }
    }

    boolean global() {
        return global;
    }

    Matcher matcher(String text) {
        return pattern.matcher(new BoundedText(text));
    }

    boolean found(long address, int length) {
        return test(address, length, Matcher::find);
    }

    boolean matchesAll(long address, int length) {
        return test(address, length, Matcher::matches);
    }

    private boolean test(long address, int length, Predicate<Matcher> test) {
        return bounded(() -> test.test(matcher(new String(Memory.bytes(address, length), StandardCharsets.UTF_8))));
    }

    /** Work on one text. */
    @FunctionalInterface
    interface Work<T> {
        T run();
    }

    /** Runs work that may recurse as deep as the text is long. */
    static <T> T bounded(Work<T> work) {
        try {
            return work.run();
        } catch (StackOverflowError e) {
            throw new MillraceException(ErrorCode.INVALID_REGEX, "regular expression recurses too deeply on this text", e);
        }
    }
}
