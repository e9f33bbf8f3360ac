package io.millrace.exec.expression.text;

import io.millrace.common.expr.Function;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;

/** Upper and lower case: code point by code point (Unicode's simple mappings), so a string keeps its length in code points. */
final class CaseFunctions {
    private CaseFunctions() {}

    private enum Mode {
        LOWER,
        UPPER,
        INITIALS
    }

    static void register(RowCalls calls) {
        calls.strict(Function.LOWER, (call, context) -> map(Mode.LOWER));
        calls.strict(Function.UPPER, (call, context) -> map(Mode.UPPER));
        calls.strict(Function.INITCAP, (call, context) -> map(Mode.INITIALS));
    }

    private static RowFunction map(Mode mode) {
        TextBuffer buffer = new TextBuffer();
        return (arguments, row, result) -> {
            Operand text = arguments[0];
            long address = text.startAt(row);
            int length = text.lengthAt(row);
            buffer.clear();
            switch (mode) {
                case LOWER -> lower(address, length, buffer);
                case UPPER -> upper(address, length, buffer);
                case INITIALS -> initials(address, length, buffer);
            }
            buffer.appendTo(result);
        };
    }

    static void lower(long address, int length, TextBuffer buffer) {
        if (Utf8.isAscii(address, length)) {
            buffer.addAscii(address, length, (byte) 'A', (byte) 'Z');
            return;
        }
        int at = 0;
        while (at < length) {
            byte b = Memory.getByte(address + at);
            if (b >= 0) {
                buffer.add(b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b);
                at++;
            } else {
                buffer.addCodePoint(Character.toLowerCase(Utf8.codePoint(address + at)));
                at += Utf8.width(b);
            }
        }
    }

    private static void upper(long address, int length, TextBuffer buffer) {
        if (Utf8.isAscii(address, length)) {
            buffer.addAscii(address, length, (byte) 'a', (byte) 'z');
            return;
        }
        int at = 0;
        while (at < length) {
            byte b = Memory.getByte(address + at);
            if (b >= 0) {
                buffer.add(b >= 'a' && b <= 'z' ? (byte) (b - 32) : b);
                at++;
            } else {
                buffer.addCodePoint(Character.toUpperCase(Utf8.codePoint(address + at)));
                at += Utf8.width(b);
            }
        }
    }

    private static void initials(long address, int length, TextBuffer buffer) {
        boolean inWord = false;
        int at = 0;
        while (at < length) {
            int codePoint = Utf8.codePoint(address + at);
            at += Utf8.width(Memory.getByte(address + at));
            buffer.addCodePoint(inWord ? Character.toLowerCase(codePoint) : Character.toUpperCase(codePoint));
            inWord = Character.isLetterOrDigit(codePoint);
        }
    }
}
