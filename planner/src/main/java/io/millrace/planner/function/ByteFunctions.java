package io.millrace.planner.function;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import java.util.List;
import java.util.Locale;

/** Functions over bytes: digests, encodings, single bytes and bits. */
final class ByteFunctions {
    private ByteFunctions() {}

    static void addTo(FunctionTable table) {
        digests(table);
        encodings(table);
        bytes(table);
    }

    private static void digests(FunctionTable table) {
        for (Function hash : List.of(Function.MD5, Function.SHA1, Function.SHA224, Function.SHA256, Function.SHA384, Function.SHA512)) {
            String name = hash.name().toLowerCase(Locale.ROOT);
            table.add(name + "(varchar) -> varchar", hash, "Digest in hexadecimal.", name + "('abc')");
            if (hash == Function.MD5) {
                table.add(name + "(binary) -> varchar", hash, "Digest in hexadecimal.", name + "(X'61')");
            } else {
                table.add(name + "(binary) -> binary", hash, "Digest.", name + "(X'61')");
            }
        }
        table.add("crc32(varchar) -> bigint", Function.CRC32, "CRC-32 of a text's UTF-8.", "crc32('abc')")
                .add("crc32(binary) -> bigint", Function.CRC32, "CRC-32.", "crc32(X'616263')")
                .add("crc32c(varchar) -> bigint", Function.CRC32C, "CRC-32C of a text's UTF-8.", "crc32c('abc')")
                .add("crc32c(binary) -> bigint", Function.CRC32C, "CRC-32C.", "crc32c(X'616263')")
                .add("xxhash64(binary) -> binary", Function.XXHASH64, "64-bit xxHash.", "xxhash64(X'616263')");
        for (String algorithm : List.of("md5", "sha1", "sha256", "sha512")) {
            table.add("hmac_" + algorithm + "(binary, binary) -> binary",
                    (arguments, type) -> Expr.call(Function.HMAC, type, arguments.get(0), arguments.get(1), text(algorithm)),
                    "Digest of bytes (first) under a key (second).", "hmac_" + algorithm + "(X'61', X'62')");
        }
    }

    private static void encodings(FunctionTable table) {
        table.add("encode(binary, varchar) -> varchar", Function.ENCODE, "Bytes as base64, hex or escape text.",
                "encode(X'616263', 'base64')")
                .add("decode(varchar, varchar) -> binary", Function.DECODE, "Bytes of base64, hex or escape text.",
                        "decode('YWJj', 'base64')")
                .add("to_base64(binary) -> varchar", (arguments, type) -> Expr.call(Function.REPLACE, type,
                        Expr.call(Function.ENCODE, SqlType.VARCHAR, arguments.get(0), text("base64")), text("\n"), text("")),
                        "Bytes in base64, in one line.", "to_base64(X'616263')")
                .alias("to_base64", "base64")
                .add("from_base64(varchar) -> binary",
                        (arguments, type) -> Expr.call(Function.DECODE, type, arguments.get(0), text("base64")),
                        "Bytes of a text in base64.", "from_base64('YWJj')")
                .add("from_hex(varchar) -> binary", (arguments, type) -> Expr.call(Function.DECODE, type, arguments.get(0), text("hex")),
                        "Bytes of a text in hexadecimal.", "from_hex('616263')")
                .alias("from_hex", "unhex")
                .add("to_hex(integer) -> varchar", Function.TO_HEX, "Number in hexadecimal, a negative one as of 32 bits.", "to_hex(255)")
                .add("to_hex(bigint) -> varchar", Function.TO_HEX, "Number in hexadecimal.", "to_hex(255)")
                .add("to_hex(binary) -> varchar", Function.TO_HEX, "Bytes in hexadecimal.", "to_hex(X'ff')")
                .alias("to_hex", "hex")
                .add("convert_from(binary, varchar) -> varchar", Function.CONVERT_FROM, "Text of bytes in an encoding.",
                        "convert_from(X'e9', 'LATIN1')")
                .add("convert_to(varchar, varchar) -> binary", Function.CONVERT_TO, "Bytes of a text in an encoding.",
                        "convert_to('é', 'LATIN1')")
                .add("from_utf8(binary) -> varchar",
                        (arguments, type) -> Expr.call(Function.CONVERT_FROM, type, arguments.get(0), text("UTF8")),
                        "Text of bytes in UTF-8.", "from_utf8(X'c3a9')")
                .add("to_utf8(varchar) -> binary",
                        (arguments, type) -> Expr.call(Function.CONVERT_TO, type, arguments.get(0), text("UTF8")),
                        "A text's bytes in UTF-8.", "to_utf8('é')");
    }

    private static void bytes(FunctionTable table) {
        table.add("get_byte(binary, integer) -> integer", Function.GET_BYTE, "Byte at a position counted from 0.", "get_byte(X'1234', 1)")
                .add("set_byte(binary, integer, integer) -> binary", Function.SET_BYTE,
                        "Bytes with another one at a position counted from 0.",
                        "set_byte(X'1234', 1, 255)")
                .add("get_bit(binary, integer) -> integer", Function.GET_BIT, "Bit at a position counted from 0.", "get_bit(X'1234', 2)")
                .add("set_bit(binary, integer, integer) -> binary", Function.SET_BIT,
                        "Bytes with another bit at a position counted from 0.",
                        "set_bit(X'1234', 0, 1)")
                .add("bit_count(binary) -> bigint", Function.BIT_COUNT, "Number of bits that are set.", "bit_count(X'1234')")
                .add("bit_count(bigint) -> bigint", Function.BIT_COUNT, "Number of bits that are set.", "bit_count(255)");
    }

    private static Expr text(String value) {
        return Expr.literal(value, SqlType.VARCHAR);
    }
}
