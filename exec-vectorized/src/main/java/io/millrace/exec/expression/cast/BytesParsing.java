package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.BinaryResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.Rows;

/** Text to UUID (hyphens and braces optional), BINARY ({@code \x…} or with {@code \ooo} escapes) and JSON (checked, kept as it is). */
final class BytesParsing implements ColumnCast {
    private final FixedCast.CastTarget target;
    private final TextBytes bytes = new TextBytes();

    BytesParsing(FixedCast.CastTarget target) {
        this.target = target;
    }

    @Override
    public Column apply(Operand operand, Rows rows) {
        try (BinaryResult result = new BinaryResult(target.allocator(), target.type(), rows.length(), 16L * rows.count())) {
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                bytes.clear();
                if (read(operand.startAt(i), operand.lengthAt(i))) {
                    result.append(i, bytes.array(), 0, bytes.length());
                } else if (target.safe()) {
                    result.setNull(i);
                } else {
                    throw CastErrors.invalidText(operand.stringAt(i), target.type());
                }
            }
            return result.build();
        }
    }

    private boolean read(long address, int length) {
        return switch (target.type().kind()) {
            case UUID -> uuid(address, length);
            case JSON -> {
                bytes.put(address, length);
                yield new JsonSyntax(address, address + length).isValid();
            }
            default -> binary(address, length);
        };
    }

    private boolean uuid(long address, int length) {
        long end = Ascii.trimEnd(address, address + length);
        long at = Ascii.skipSpace(address, end);
        boolean braces = at < end && Memory.getByte(at) == '{';
        if (braces) {
            if (Memory.getByte(end - 1) != '}') {
                return false;
            }
            at++;
            end--;
        }
        int high = -1;
        int digits = 0;
        for (; at < end; at++) {
            byte b = Memory.getByte(at);
            if (b == '-' && high < 0 && digits > 0 && digits % 4 == 0 && Memory.getByte(at - 1) != '-') {
                continue;
            }
            int digit = Character.digit(b, 16);
            if (digit < 0 || digits == 32) {
                return false;
            }
            digits++;
            if (high < 0) {
                high = digit;
            } else {
                bytes.put((char) (high << 4 | digit));
                high = -1;
            }
        }
        return digits == 32 && Memory.getByte(end - 1) != '-';
    }

    private boolean binary(long address, int length) {
        if (length >= 2 && Memory.getByte(address) == '\\' && Memory.getByte(address + 1) == 'x') {
            return hex(address + 2, address + length);
        }
        for (int i = 0; i < length; i++) {
            byte b = Memory.getByte(address + i);
            if (b != '\\') {
                bytes.put((char) b);
            } else if (i + 1 < length && Memory.getByte(address + i + 1) == '\\') {
                bytes.put('\\');
                i++;
            } else {
                int value = octal(address + i + 1, length - i - 1);
                if (value < 0) {
                    return false;
                }
                bytes.put((char) value);
                i += 3;
            }
        }
        return true;
    }

    private boolean hex(long from, long end) {
        for (long at = from; at < end;) {
            if (Ascii.isSpace(Memory.getByte(at))) {
                at++;
                continue;
            }
            int high = Character.digit(Memory.getByte(at), 16);
            int low = at + 1 < end ? Character.digit(Memory.getByte(at + 1), 16) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            bytes.put((char) (high << 4 | low));
            at += 2;
        }
        return true;
    }

    private static int octal(long address, int length) {
        if (length < 3) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int digit = Character.digit(Memory.getByte(address + i), 8);
            if (digit < 0) {
                return -1;
            }
            value = value * 8 + digit;
        }
        return value < 256 ? value : -1;
    }
}
