package io.millrace.exec.expression.cast;

import io.millrace.common.memory.Memory;

/** Whether a text is JSON (RFC 8259), by recursive descent with a bounded depth. */
final class JsonSyntax {
    private static final int MAX_DEPTH = 1000;

    private final long end;
    private long at;

    JsonSyntax(long address, long end) {
        this.at = address;
        this.end = end;
    }

    boolean isValid() {
        return value(0) && space() == end;
    }

    /** Skips white space; the address after it. */
    private long space() {
        while (at < end && (peek(' ') || peek('\n') || peek('\r') || peek('\t'))) {
            at++;
        }
        return at;
    }

    private boolean peek(char c) {
        return at < end && Memory.getByte(at) == c;
    }

    private boolean take(char c) {
        if (!peek(c)) {
            return false;
        }
        at++;
        return true;
    }

    private boolean value(int depth) {
        if (space() == end || depth > MAX_DEPTH) {
            return false;
        }
        return switch (Memory.getByte(at)) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!take(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean object(int depth) {
        at++;
        space();
        if (take('}')) {
            return true;
        }
        while (true) {
            space();
            if (!string()) {
                return false;
            }
            space();
            if (!take(':') || !value(depth + 1)) {
                return false;
            }
            space();
            if (take('}')) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    private boolean array(int depth) {
        at++;
        space();
        if (take(']')) {
            return true;
        }
        while (true) {
            if (!value(depth + 1)) {
                return false;
            }
            space();
            if (take(']')) {
                return true;
            }
            if (!take(',')) {
                return false;
            }
        }
    }

    private boolean string() {
        if (!take('"')) {
            return false;
        }
        while (at < end) {
            byte b = Memory.getByte(at++);
            if (b == '"') {
                return true;
            }
            if (b >= 0 && b < ' ' || b == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at == end) {
            return false;
        }
        byte b = Memory.getByte(at++);
        if (b != 'u') {
            return "\"\\/bfnrt".indexOf(b) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            if (at == end || Character.digit(Memory.getByte(at++), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        long start = at;
        while (at < end && Ascii.isDigit(Memory.getByte(at))) {
            at++;
        }
        return at > start;
    }
}
