package io.millrace.frontend.shell;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text at the semicolons that end statements: those outside of quotes and comments. */
public final class StatementSplitter {
    /**
     * A statement's text, without its semicolon, where it began (counted from 1), and whether a semicolon ended it.
     */
    public record Piece(String sql, int line, int column, boolean ended) {
        /** The text with so much space before it that positions in it are those of the whole text. */
        public String padded() {
            return "\n".repeat(line - 1) + " ".repeat(column - 1) + sql;
        }
    }

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int position;
    private int start = -1;
    private int line = 1;
    private int lineStart;
    private int startLine;
    private int startColumn;

    private StatementSplitter(String text) {
        this.text = text;
    }

    /** The statements of a text; pieces of nothing but space and comments are left out. */
    public static List<Piece> split(String text) {
        StatementSplitter splitter = new StatementSplitter(text);
        splitter.run();
        return splitter.pieces;
    }

    private void run() {
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '\n') {
                line++;
                lineStart = ++position;
            } else if (text.startsWith("--", position)) {
                skipTo("\n", 0);
            } else if (text.startsWith("/*", position)) {
                skipTo("*/", 2);
            } else if (c == '\'' || c == '"') {
                begin();
                skipQuoted(c);
            } else if (c == ';') {
                end(true);
                position++;
            } else {
                if (!Character.isWhitespace(c)) {
                    begin();
                }
                position++;
            }
        }
        end(false);
    }

    private void begin() {
        if (start < 0) {
            start = position;
            startLine = line;
            startColumn = position - lineStart + 1;
        }
    }

    private void end(boolean ended) {
        if (start >= 0) {
            pieces.add(new Piece(text.substring(start, position).stripTrailing(), startLine, startColumn, ended));
            start = -1;
        }
    }

    private void skipTo(String close, int length) {
        int at = text.indexOf(close, position + length);
        moveTo(at < 0 ? text.length() : at + length);
    }

    private void skipQuoted(char quote) {
        int at = text.indexOf(quote, position + 1);
        moveTo(at < 0 ? text.length() : at + 1);
    }

    private void moveTo(int target) {
        while (position < target) {
            if (text.charAt(position++) == '\n') {
                line++;
                lineStart = position;
            }
        }
    }
}
