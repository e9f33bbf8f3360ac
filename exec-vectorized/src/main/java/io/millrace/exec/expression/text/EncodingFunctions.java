package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Bytes as text and back. */
final class EncodingFunctions {
    private static final int BASE64_LINE = 76;

    private EncodingFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(
                Function.ENCODE,
                (arguments, row, result) -> result.appendString(encode(arguments[0].bytesAt(row), arguments[1].stringAt(row))));
        calls.strict(
                Function.DECODE,
                (arguments, row, result) -> result.appendBytes(decode(arguments[0].stringAt(row), arguments[1].stringAt(row))));
        calls.strict(Function.TO_HEX, (arguments, row, result) -> result.appendString(switch (arguments[0].values.type().layout()) {
            case INT32 -> Integer.toHexString(arguments[0].intAt(row));
            case INT64 -> Long.toHexString(arguments[0].longAt(row));
            case BINARY -> HexFormat.of().formatHex(arguments[0].bytesAt(row));
            case BIT, INT128, FLOAT64, LIST, ROW -> throw new AssertionError(arguments[0].values.type());
        }));
    }

    private static String encode(byte[] bytes, String format) {
        return switch (format.toLowerCase(Locale.ROOT)) {
            case "hex" -> HexFormat.of().formatHex(bytes);
            case "base64" -> Base64.getMimeEncoder(BASE64_LINE, new byte[] {'\n'}).encodeToString(bytes);
            case "escape" -> escape(bytes);
            default -> throw unknown(format);
        };
    }

    private static byte[] decode(String text, String format) {
        try {
            return switch (format.toLowerCase(Locale.ROOT)) {
                case "hex" -> HexFormat.of().parseHex(text.replaceAll("\\s", ""));
                case "base64" -> Base64.getDecoder().decode(text.replaceAll("\\s", ""));
                case "escape" -> unescape(text);
                default -> throw unknown(format);
            };
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "invalid " + format + " text: " + e.getMessage(), e);
        }
    }

    private static MillraceException unknown(String format) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER,
                "unrecognized encoding: \"" + format + "\", expected base64, hex or escape");
    }

    private static String escape(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (byte b : bytes) {
            if (b == 0 || b < 0) {
                out.append('\\').append((char) ('0' + (b >> 6 & 3))).append((char) ('0' + (b >> 3 & 7))).append((char) ('0' + (b & 7)));
            } else if (b == '\\') {
                out.append("\\\\");
            } else {
                out.append((char) b);
            }
        }
        return out.toString();
    }

    private static byte[] unescape(String text) {
        byte[] source = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '\\') {
                out.write(source[i]);
            } else if (i + 1 < source.length && source[i + 1] == '\\') {
                out.write('\\');
                i++;
            } else if (i + 3 < source.length && source[i + 1] >= '0' && source[i + 1] <= '3' && octal(source[i + 2])
                    && octal(source[i + 3])) {
                out.write((source[i + 1] - '0') << 6 | (source[i + 2] - '0') << 3 | source[i + 3] - '0');
                i += 3;
            } else {
                throw new IllegalArgumentException(
                        "a backslash at " + (i + 1) + " is followed by neither a backslash nor three octal digits");
            }
        }
        return out.toByteArray();
    }

    private static boolean octal(byte b) {
        return b >= '0' && b <= '7';
    }
}
