package io.millrace.common.error;

/** A place in a statement's text; line and column count from 1, in UTF-16 units as editors do. */
public record SourcePosition(int line, int column) {
    public SourcePosition {
        assert line > 0 && column > 0;
    }

    @Override
    public String toString() {
        return line + ":" + column;
    }
}
