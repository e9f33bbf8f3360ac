package io.millrace.frontend.parser;

import io.millrace.frontend.parser.generated.Token;
import java.util.Arrays;

/** A text with several statements, and where its lines begin, so that tokens' positions find their text again. */
final class SourceText {
    private final String sql;
    private int[] lineStarts = new int[16];
    private int lines;

    SourceText(String sql) {
        this.sql = sql;
        add(0);
        // Lines end as the generated lexer counts them: CR, LF or CRLF.
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == sql.length() || sql.charAt(i + 1) != '\n')) {
                add(i + 1);
            }
        }
    }

    private void add(int start) {
        if (lines == lineStarts.length) {
            lineStarts = Arrays.copyOf(lineStarts, lines * 2);
        }
        lineStarts[lines++] = start;
    }

    String sql() {
        return sql;
    }

    /** From the first character of one token to the last of another. */
    String between(Token first, Token last) {
        return sql.substring(lineStarts[first.beginLine - 1] + first.beginColumn - 1, lineStarts[last.endLine - 1] + last.endColumn);
    }
}
