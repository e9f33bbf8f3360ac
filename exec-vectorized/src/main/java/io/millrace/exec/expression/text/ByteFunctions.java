package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.support.Operand;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Single bytes and bits of a BINARY, counted from 0, and texts in other encodings. A byte's bits are counted from its least significant one. */
final class ByteFunctions {
    private ByteFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.GET_BYTE, (arguments, row, result) -> {
            byte[] bytes = arguments[0].bytesAt(row);
            result.appendInt(bytes[index(RowCalls.integer(arguments[1], row), bytes.length)] & 0xFF);
        });
        calls.strict(Function.SET_BYTE, (arguments, row, result) -> {
            byte[] bytes = arguments[0].bytesAt(row);
            bytes[index(RowCalls.integer(arguments[1], row), bytes.length)] = (byte) RowCalls.integer(arguments[2], row);
            result.appendBytes(bytes);
        });
        calls.strict(Function.GET_BIT, (arguments, row, result) -> {
            byte[] bytes = arguments[0].bytesAt(row);
            int bit = index(RowCalls.integer(arguments[1], row), bytes.length * Byte.SIZE);
            result.appendInt(bytes[bit / Byte.SIZE] >> bit % Byte.SIZE & 1);
        });
        calls.strict(Function.SET_BIT, ByteFunctions::setBit);
        calls.strict(Function.CONVERT_FROM, ByteFunctions::from);
        calls.strict(Function.CONVERT_TO, ByteFunctions::to);
    }

    private static int index(long index, int length) {
        if (index < 0 || index >= length) {
            throw new MillraceException(ErrorCode.ARRAY_SUBSCRIPT, "index " + index + " out of valid range, 0.." + (length - 1));
        }
        return (int) index;
    }

    private static void setBit(Operand[] arguments, int row, ColumnBuilder result) {
        byte[] bytes = arguments[0].bytesAt(row);
        int bit = index(RowCalls.integer(arguments[1], row), bytes.length * Byte.SIZE);
        long value = RowCalls.integer(arguments[2], row);
        if (value != 0 && value != 1) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "new bit must be 0 or 1");
        }
        int mask = 1 << bit % Byte.SIZE;
        bytes[bit / Byte.SIZE] = (byte) (value == 1 ? bytes[bit / Byte.SIZE] | mask : bytes[bit / Byte.SIZE] & ~mask);
        result.appendBytes(bytes);
    }

    /** By Java's names and PostgreSQL's: UTF8, LATIN1, WIN1252, GBK. */
    private static Charset charset(String name) {
        String plain = name.toUpperCase(Locale.ROOT).replace("_", "");
        try {
            return Charset.forName(switch (plain) {
                case "SQLASCII" -> "US-ASCII";
                case "EUCCN" -> "GB2312";
                case "EUCJP" -> "EUC-JP";
                case "EUCKR" -> "EUC-KR";
                default -> plain.startsWith("WIN") && plain.length() > 3 && Character.isDigit(plain.charAt(3))
                        ? "windows-" + plain.substring(3)
                        : plain;
            });
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new MillraceException(ErrorCode.UNDEFINED_OBJECT, "encoding \"" + name + "\" does not exist", e);
        }
    }

    private static void from(Operand[] arguments, int row, ColumnBuilder result) {
        Charset charset = charset(arguments[1].stringAt(row));
        try {
            result.appendString(charset.newDecoder().decode(ByteBuffer.wrap(arguments[0].bytesAt(row))).toString());
        } catch (CharacterCodingException e) {
            throw new MillraceException(ErrorCode.INVALID_ENCODING, "invalid byte sequence for encoding \"" + charset.name() + "\"", e);
        }
    }

    private static void to(Operand[] arguments, int row, ColumnBuilder result) {
        Charset charset = charset(arguments[1].stringAt(row));
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(arguments[0].stringAt(row)));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            result.appendBytes(copy);
        } catch (CharacterCodingException e) {
            throw new MillraceException(ErrorCode.INVALID_ENCODING, "a character has no equivalent in encoding \"" + charset.name() + "\"",
                    e);
        }
    }
}
