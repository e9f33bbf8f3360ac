package io.millrace.common.batch;

import io.millrace.common.type.Field;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Single values as Java objects, the form that literals, parameters, tests and row-wise doors use (never a hot loop):
 *
 * <pre>
 * BOOLEAN Boolean · TINYINT, SMALLINT, INTEGER Integer · BIGINT Long · REAL Float · DOUBLE Double · DECIMAL BigDecimal (of the type's scale)
 * CHAR, VARCHAR, JSON String · BINARY byte[] · UUID java.util.UUID · DATE LocalDate · TIME LocalTime · TIMESTAMP LocalDateTime
 * TIMESTAMP WITH TIME ZONE Instant · INTERVAL YEAR TO MONTH Period · INTERVAL DAY TO SECOND Duration
 * ARRAY List · MAP LinkedHashMap · ROW List · NULL null
 * </pre>
 */
public final class Values {
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private Values() {}

    /** The value at a position, null if it is null. */
    public static Object read(Column column, int position) {
        if (column.isNull(position)) {
            return null;
        }
        return switch (column) {
            case ConstantColumn constant -> read(constant.value(), 0);
            case DictionaryColumn dictionary -> read(dictionary.dictionary(), dictionary.codeAt(position));
            case FixedColumn fixed -> readFixed(fixed, position);
            case BinaryColumn binary -> readBinary(binary, position);
            case ListColumn list -> list.type().kind() == SqlType.Kind.MAP ? readMap(list, position) : readList(list, position);
            case RowColumn row -> {
                List<Object> values = new ArrayList<>();
                row.children().forEach(child -> values.add(read(child, position)));
                yield values;
            }
        };
    }

    /** The row at a physical position of a batch. */
    public static List<Object> readRow(Batch batch, int position) {
        List<Object> values = new ArrayList<>(batch.width());
        batch.columns().forEach(column -> values.add(read(column, position)));
        return values;
    }

    /** All rows that are alive. */
    public static List<List<Object>> readRows(Batch batch) {
        List<List<Object>> rows = new ArrayList<>(batch.rows());
        for (int i = 0; i < batch.rows(); i++) {
            rows.add(readRow(batch, batch.selection() == null ? i : batch.selection().at(i)));
        }
        return rows;
    }

    private static Object readFixed(FixedColumn column, int position) {
        SqlType type = column.type();
        return switch (type.kind()) {
            case BOOLEAN -> column.booleanAt(position);
            case TINYINT, SMALLINT, INTEGER -> column.intAt(position);
            case BIGINT -> column.longAt(position);
            case REAL -> (float) column.doubleAt(position);
            case DOUBLE -> column.doubleAt(position);
            case DECIMAL -> type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION
                    ? BigDecimal.valueOf(column.longAt(position), type.scale())
                    : new BigDecimal(toBigInteger(column.lowAt(position), column.highAt(position)), type.scale());
            case DATE -> LocalDate.ofEpochDay(column.intAt(position));
            case TIME -> LocalTime.ofNanoOfDay(column.longAt(position) * (1_000_000_000L / type.unitsPerSecond()));
            case TIMESTAMP -> LocalDateTime.ofInstant(instant(column.longAt(position), type), ZoneOffset.UTC);
            case TIMESTAMP_TZ -> instant(column.longAt(position), type);
            case INTERVAL_YEAR_MONTH -> Period.ofMonths(column.intAt(position)).normalized();
            case INTERVAL_DAY_TIME -> Duration.ofSeconds(
                    Math.floorDiv(column.longAt(position), 1_000_000L), Math.floorMod(column.longAt(position), 1_000_000L) * 1000L);
            case NULL, CHAR, VARCHAR, BINARY, UUID, JSON, ARRAY, MAP, ROW -> throw new AssertionError(type);
        };
    }

    private static Object readBinary(BinaryColumn column, int position) {
        return switch (column.type().kind()) {
            case BINARY -> column.bytesAt(position);
            case UUID -> {
                ByteBuffer bytes = ByteBuffer.wrap(column.bytesAt(position));
                yield new UUID(bytes.getLong(), bytes.getLong());
            }
            default -> column.stringAt(position);
        };
    }

    private static List<Object> readList(ListColumn column, int position) {
        List<Object> values = new ArrayList<>();
        for (int i = column.startAt(position); i < column.endAt(position); i++) {
            values.add(read(column.elements(), i));
        }
        return values;
    }

    private static Map<Object, Object> readMap(ListColumn column, int position) {
        Map<Object, Object> values = new LinkedHashMap<>();
        RowColumn entries = (RowColumn) column.elements();
        for (int i = column.startAt(position); i < column.endAt(position); i++) {
            values.put(read(entries.child(0), i), read(entries.child(1), i));
        }
        return values;
    }

    /** Appends a value of the form above; null appends null. */
    public static void append(ColumnBuilder builder, Object value) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        SqlType type = builder.type();
        switch (type.kind()) {
            case NULL -> throw new IllegalArgumentException("a value of type NULL must be null, found " + value);
            case BOOLEAN -> builder.appendBoolean((Boolean) value);
            case TINYINT, SMALLINT, INTEGER -> builder.appendInt(((Number) value).intValue());
            case BIGINT -> builder.appendLong(((Number) value).longValue());
            case REAL -> builder.appendDouble(((Number) value).floatValue());
            case DOUBLE -> builder.appendDouble(((Number) value).doubleValue());
            case DECIMAL -> appendDecimal(builder, type, (BigDecimal) value);
            case CHAR, VARCHAR, JSON -> builder.appendString((String) value);
            case BINARY -> builder.appendBytes((byte[]) value);
            case UUID -> {
                UUID uuid = (UUID) value;
                builder.appendBytes(ByteBuffer.allocate(16)
                        .putLong(uuid.getMostSignificantBits())
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
            }
            case DATE -> builder.appendInt(Math.toIntExact(((LocalDate) value).toEpochDay()));
            case TIME -> builder.appendLong(((LocalTime) value).toNanoOfDay() / (1_000_000_000L / type.unitsPerSecond()));
            case TIMESTAMP -> builder.appendLong(units(((LocalDateTime) value).toInstant(ZoneOffset.UTC), type));
            case TIMESTAMP_TZ -> builder.appendLong(units((Instant) value, type));
            case INTERVAL_YEAR_MONTH -> builder.appendInt(Math.toIntExact(((Period) value).toTotalMonths()));
            case INTERVAL_DAY_TIME -> builder.appendLong(Math.addExact(
                    Math.multiplyExact(((Duration) value).getSeconds(), 1_000_000L), ((Duration) value).getNano() / 1000));
            case ARRAY -> {
                ((List<?>) value).forEach(element -> append(builder.child(0), element));
                builder.endList();
            }
            case MAP -> {
                ColumnBuilder entries = builder.child(0);
                ((Map<?, ?>) value).forEach((k, v) -> {
                    append(entries.child(0), k);
                    append(entries.child(1), v);
                    entries.endRow();
                });
                builder.endList();
            }
            case ROW -> {
                List<?> values = (List<?>) value;
                List<Field> fields = type.fields();
                for (int i = 0; i < fields.size(); i++) {
                    append(builder.child(i), values.get(i));
                }
                builder.endRow();
            }
        }
    }

    private static void appendDecimal(ColumnBuilder builder, SqlType type, BigDecimal value) {
        BigInteger unscaled = value.setScale(type.scale()).unscaledValue();
        if (type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION) {
            builder.appendLong(unscaled.longValueExact());
        } else {
            builder.appendInt128(unscaled.longValue(), unscaled.shiftRight(64).longValueExact());
        }
    }

    /** A flat column of one value, owned by the caller. */
    public static Column single(BufferAllocator allocator, SqlType type, Object value) {
        try (ColumnBuilder builder = new ColumnBuilder(allocator, type, 1)) {
            append(builder, value);
            return builder.buildAndClose();
        }
    }

    /** {@code length} times the same value, owned by the caller. */
    public static ConstantColumn constant(BufferAllocator allocator, SqlType type, Object value, int length) {
        return new ConstantColumn(single(allocator, type, value), length);
    }

    /** The signed 128-bit integer of two's complement halves. */
    public static BigInteger toBigInteger(long low, long high) {
        BigInteger unsignedLow = BigInteger.valueOf(low);
        return BigInteger.valueOf(high).shiftLeft(64).add(low < 0 ? unsignedLow.add(TWO_64) : unsignedLow);
    }

    private static Instant instant(long units, SqlType type) {
        long perSecond = type.unitsPerSecond();
        return Instant.ofEpochSecond(Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * (1_000_000_000L / perSecond));
    }

    private static long units(Instant instant, SqlType type) {
        long perSecond = type.unitsPerSecond();
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), perSecond), instant.getNano() / (1_000_000_000L / perSecond));
    }
}
