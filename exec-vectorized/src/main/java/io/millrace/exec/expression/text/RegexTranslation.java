package io.millrace.exec.expression.text;

/**
 * PostgreSQL's advanced regular expressions, and SIMILAR TO patterns, written as java.util.regex. What differs and is translated: word boundaries
 * ({@code \m \M \y \Y}), POSIX classes, brackets (where Java would see unions and intersections), {@code $}, which is the very end. Not translated:
 * POSIX prefers the longest of alternatives, Java the first.
 */
final class RegexTranslation {
    private final String pattern;
    private final boolean lines;
    private final StringBuilder out = new StringBuilder();
    private int at;

    private RegexTranslation(String pattern, boolean lines) {
        this.pattern = pattern;
        this.lines = lines;
    }

    /** {@code lines}: ^ and $ match at line breaks too. */
    static String ofPosix(String pattern, boolean lines) {
        return new RegexTranslation(pattern, lines).posix();
    }

    private String posix() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '\\' && at < pattern.length()) {
                escape(pattern.charAt(at++));
            } else if (c == '[') {
                bracket();
            } else if (c == '$' && !lines) {
                out.append("\\z");
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private void escape(char c) {
        switch (c) {
            case 'y' -> out.append("\\b");
            case 'Y' -> out.append("\\B");
            case 'm' -> out.append("\\b(?=\\w)");
            case 'M' -> out.append("\\b(?<=\\w)");
            case 'Z' -> out.append("\\z");
            case 'b' -> out.append("\\x08");
            case 'B' -> out.append("\\\\");
            default -> {
                if (Character.isLetterOrDigit(c) && "AdDsSwWnrtfvaexuc0123456789".indexOf(c) < 0) {
                    out.append("\\Q").append(c).append("\\E");
                } else if (c == 'v') {
                    out.append("\\x0B");
                } else {
                    out.append('\\').append(c);
                }
            }
        }
    }

    private void bracket() {
        if (pattern.startsWith("[:<:]]", at)) {
            at += 6;
            out.append("\\b(?=\\w)");
            return;
        }
        if (pattern.startsWith("[:>:]]", at)) {
            at += 6;
            out.append("\\b(?<=\\w)");
            return;
        }
        out.append('[');
        if (at < pattern.length() && pattern.charAt(at) == '^') {
            out.append('^');
            at++;
            if (lines) {
                out.append("\\n");
            }
        }
        boolean first = true;
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == ']' && !first) {
                out.append(']');
                return;
            }
            first = false;
            if (c == '[' && at < pattern.length() && ":.=".indexOf(pattern.charAt(at)) >= 0) {
                bracketClass();
            } else if (c == '\\' && at < pattern.length()) {
                out.append('\\').append(pattern.charAt(at++));
            } else if ("[]&^\\~#".indexOf(c) >= 0 || Character.isWhitespace(c)) {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }
    }

    /** {@code [:name:]}, {@code [.x.]} or {@code [=x=]}, of which the [ has been read. */
    private void bracketClass() {
        char kind = pattern.charAt(at);
        int end = pattern.indexOf(kind + "]", at + 1);
        if (end < 0) {
            out.append("\\[");
            return;
        }
        String name = pattern.substring(at + 1, end);
        at = end + 2;
        if (kind != ':') {
            name.codePoints().forEach(c -> out.append("\\x{").append(Integer.toHexString(c)).append('}'));
            return;
        }
        out.append(switch (name) {
            case "alpha" -> "\\p{IsAlphabetic}";
            case "digit" -> "0-9";
            case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
            case "upper" -> "\\p{IsUppercase}";
            case "lower" -> "\\p{IsLowercase}";
            case "space" -> "\\s";
            case "blank" -> " \\t";
            case "punct" -> "\\p{Punct}";
            case "cntrl" -> "\\p{Cntrl}";
            case "print" -> "\\p{Print}";
            case "graph" -> "\\p{Graph}";
            case "xdigit" -> "0-9A-Fa-f";
            case "word" -> "\\w";
            default -> "\\p{" + name + "}";
        });
    }

    /** A SIMILAR TO pattern, to be matched against the whole text. */
    static String ofSimilar(String pattern, int escape) {
        return new RegexTranslation(pattern, false).similar(escape);
    }

    private String similar(int escape) {
        while (at < pattern.length()) {
            int c = pattern.codePointAt(at);
            at += Character.charCount(c);
            if (c == escape && at < pattern.length()) {
                int escaped = pattern.codePointAt(at);
                at += Character.charCount(escaped);
                literal(escaped);
            } else if (c == '%') {
                out.append(".*");
            } else if (c == '_') {
                out.append('.');
            } else if (c == '[') {
                bracket();
            } else if (c == '{' && pattern.indexOf('}', at) >= 0) {
                int end = pattern.indexOf('}', at) + 1;
                out.append(pattern, at - 1, end);
                at = end;
            } else if (c == '(') {
                out.append("(?:");
            } else if ("|*+?)".indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                literal(c);
            }
        }
        return out.toString();
    }

    private void literal(int codePoint) {
        out.append("\\x{").append(Integer.toHexString(codePoint)).append('}');
    }
}
