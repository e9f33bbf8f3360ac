package io.millrace.exec.expression.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.ValueText;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.row.RowCalls;
import io.millrace.exec.expression.row.RowFunction;
import io.millrace.exec.expression.support.Operand;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests of strings and bytes: raw where the result is BINARY, hexadecimal where it is text. */
final class HashFunctions {
    private HashFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.MD5, (call, context) -> digest(call, "MD5"));
        calls.strict(Function.SHA1, (call, context) -> digest(call, "SHA-1"));
        calls.strict(Function.SHA224, (call, context) -> digest(call, "SHA-224"));
        calls.strict(Function.SHA384, (call, context) -> digest(call, "SHA-384"));
        calls.strict(Function.SHA256, (call, context) -> digest(call, "SHA-256"));
        calls.strict(Function.SHA512, (call, context) -> digest(call, "SHA-512"));
        calls.strict(Function.CRC32, (arguments, row, result) -> {
            CRC32 crc = new CRC32();
            crc.update(arguments[0].bytesAt(row));
            integer(crc.getValue(), result);
        });
        calls.strict(Function.CRC32C, (arguments, row, result) -> {
            CRC32C crc = new CRC32C();
            crc.update(arguments[0].bytesAt(row));
            integer(crc.getValue(), result);
        });
        calls.strict(Function.XXHASH64, (arguments, row, result) -> result.appendBytes(ByteBuffer.allocate(Long.BYTES)
                .putLong(XxHash64.hash(arguments[0].startAt(row), arguments[0].lengthAt(row), 0)).array()));
        calls.strict(Function.HMAC, (arguments, row, result) -> result
                .appendBytes(hmac(arguments[0].bytesAt(row), arguments[1].bytesAt(row), arguments[2].stringAt(row))));
        calls.strict(Function.HASH64, (arguments, row, result) -> {
            long hash = 0;
            for (Operand argument : arguments) {
                hash = hash64(argument, row, hash);
            }
            result.appendLong(hash);
        });
    }

    private static void integer(long value, ColumnBuilder result) {
        switch (result.type().layout()) {
            case INT32 -> result.appendInt((int) value);
            case INT64 -> result.appendLong(value);
            case BIT, INT128, FLOAT64, BINARY, LIST, ROW -> throw new AssertionError(result.type());
        }
    }

    private static byte[] hmac(byte[] data, byte[] key, String algorithm) {
        try {
            Mac mac = Mac.getInstance("Hmac" + algorithm);
            // a key of no bytes is the same as one of a zero byte
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "this Java has no HMAC of " + algorithm, e);
        }
    }

    private static RowFunction digest(Expr.Call call, String algorithm) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw RowCalls.unsupported(call, "this Java has no " + algorithm);
        }
        boolean raw = call.type().kind() == SqlType.Kind.BINARY;
        return (arguments, row, result) -> {
            byte[] hash = digest.digest(arguments[0].bytesAt(row));
            if (raw) {
                result.appendBytes(hash);
            } else {
                result.appendString(HexFormat.of().formatHex(hash));
            }
        };
    }

    /** xxHash64 of the bytes of strings, of eight little-endian bytes of integers, of the text of anything else; {@code seed} chains arguments. */
    private static long hash64(Operand argument, int row, long seed) {
        return switch (argument.values.type().layout()) {
            case INT32 -> XxHash64.hash(argument.intAt(row), seed);
            case INT64 -> XxHash64.hash(argument.longAt(row), seed);
            case BINARY -> XxHash64.hash(argument.startAt(row), argument.lengthAt(row), seed);
            case FLOAT64 -> XxHash64.hash(Double.doubleToLongBits(argument.doubleAt(row) + 0.0), seed);
            case BIT, INT128, LIST, ROW -> XxHash64.hash(
                    ValueText.of(argument.values, argument.at(row)).getBytes(StandardCharsets.UTF_8), seed);
        };
    }
}
