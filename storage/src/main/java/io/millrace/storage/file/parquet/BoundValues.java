package io.millrace.storage.file.parquet;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.apache.parquet.format.Type;

/**
 * Bounds in statistics as Java values, and how they compare. Texts, binaries and UUIDs are byte arrays, compared unsigned as the format orders them: a bound
 * of a text may be cut in the middle of a character.
 */
final class BoundValues {
    private BoundValues() {}

    /** Whether the oldest statistics fields, whose order was never written down, can be trusted: signed numbers only. */
    static boolean agreedInOldFiles(LeafType leaf) {
        return switch (leaf.physical()) {
            case BOOLEAN, FLOAT, DOUBLE -> true;
            case INT32, INT64 ->
                    leaf.conversion() != Conversion.UNSIGNED_INT_TO_LONG && leaf.conversion() != Conversion.UNSIGNED_LONG_TO_INT128;
            case INT96, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> false;
        };
    }

    /** A bound in PLAIN encoding, null if it says nothing. The greatest float says nothing since NaN, which statistics leave out, is greater. */
    static Object decode(LeafType leaf, byte[] bytes, boolean lower) {
        if (leaf.width() > 0 && leaf.physical() != Type.FIXED_LEN_BYTE_ARRAY && bytes.length != leaf.width()) {
            return null;
        }
        SqlType type = leaf.type();
        return switch (type.kind()) {
            case BOOLEAN -> bytes.length == 1 ? bytes[0] != 0 : null;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> integer(leaf, bytes);
            case REAL, DOUBLE -> lower ? floating(leaf, bytes) : null;
            case DECIMAL -> decimal(leaf, bytes);
            case CHAR, VARCHAR, BINARY, UUID -> bytes;
            case DATE -> LocalDate.ofEpochDay(buffer(bytes).getInt());
            case TIME -> time(micros(leaf, bytes), type);
            case TIMESTAMP ->
                    leaf.physical() == Type.INT96 ? null : LocalDateTime.ofInstant(instant(micros(leaf, bytes), type), ZoneOffset.UTC);
            case TIMESTAMP_TZ -> leaf.physical() == Type.INT96 ? null : instant(micros(leaf, bytes), type);
            case NULL, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, ROW -> null;
        };
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Object integer(LeafType leaf, byte[] bytes) {
        if (leaf.physical() == Type.INT32) {
            int value = buffer(bytes).getInt();
            return leaf.conversion() == Conversion.UNSIGNED_INT_TO_LONG ? value & 0xFFFFFFFFL : (long) value;
        }
        return buffer(bytes).getLong();
    }

    private static Object floating(LeafType leaf, byte[] bytes) {
        if (leaf.conversion() == Conversion.HALF_TO_DOUBLE) {
            return null;
        }
        double value = leaf.physical() == Type.FLOAT ? buffer(bytes).getFloat() : buffer(bytes).getDouble();
        return Double.isNaN(value) ? null : value;
    }

    private static Object decimal(LeafType leaf, byte[] bytes) {
        BigInteger unscaled = switch (leaf.physical()) {
            case INT32 -> BigInteger.valueOf(buffer(bytes).getInt());
            case INT64 -> leaf.conversion() == Conversion.UNSIGNED_LONG_TO_INT128
                    ? new BigInteger(Long.toUnsignedString(buffer(bytes).getLong()))
                    : BigInteger.valueOf(buffer(bytes).getLong());
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes.length == 0 ? null : new BigInteger(bytes);
            case BOOLEAN, INT96, FLOAT, DOUBLE -> null;
        };
        return unscaled == null ? null : new BigDecimal(unscaled, leaf.type().scale());
    }

    private static long micros(LeafType leaf, byte[] bytes) {
        long value = leaf.physical() == Type.INT32 ? buffer(bytes).getInt() : buffer(bytes).getLong();
        boolean millis = leaf.conversion() == Conversion.INT_MILLIS_TO_MICROS || leaf.conversion() == Conversion.LONG_MILLIS_TO_MICROS;
        return millis ? value * 1000 : value;
    }

    private static Object time(long units, SqlType type) {
        long nanosPerUnit = 1_000_000_000L / type.unitsPerSecond();
        return units < 0 || units >= 86_400L * type.unitsPerSecond() ? null : LocalTime.ofNanoOfDay(units * nanosPerUnit);
    }

    private static Instant instant(long units, SqlType type) {
        long perSecond = type.unitsPerSecond();
        return Instant.ofEpochSecond(Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * (1_000_000_000L / perSecond));
    }

    /** A predicate's value in the form that bounds have. */
    static Object normalize(Object value) {
        return switch (value) {
            case Integer i -> (long) i;
            case Float f -> (double) f;
            case String s -> s.getBytes(StandardCharsets.UTF_8);
            case UUID u -> ByteBuffer.allocate(16).putLong(u.getMostSignificantBits()).putLong(u.getLeastSignificantBits()).array();
            default -> value;
        };
    }

    static boolean comparable(Object value, Object bound) {
        Object left = normalize(value);
        Object right = normalize(bound);
        return left.getClass() == right.getClass() && (left instanceof Comparable<?> || left instanceof byte[])
                && !(left instanceof Double d && d.isNaN());
    }

    /** Requires {@link #comparable}. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static int compare(Object a, Object b) {
        Object left = normalize(a);
        Object right = normalize(b);
        if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        }
        if (left instanceof Double l) {
            double r = (Double) right;
            return l < r ? -1 : l > r ? 1 : 0;
        }
        return ((Comparable) left).compareTo(right);
    }

    /** A bound as a table's statistics show it, null if it cannot be shown. */
    static Object show(LeafType leaf, Object bound) {
        return switch (leaf.type().kind()) {
            case TINYINT, SMALLINT, INTEGER -> bound == null ? null : ((Long) bound).intValue();
            case REAL -> bound == null ? null : ((Double) bound).floatValue();
            case CHAR, VARCHAR -> bound == null ? null : new String((byte[]) bound, StandardCharsets.UTF_8);
            case UUID -> {
                ByteBuffer bytes = bound == null || ((byte[]) bound).length != 16 ? null : ByteBuffer.wrap((byte[]) bound);
                yield bytes == null ? null : new UUID(bytes.getLong(), bytes.getLong());
            }
            default -> bound;
        };
    }
}
