package io.millrace.jdbc.arrow;

import io.millrace.jdbc.value.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.UUID;

/** Values of fixed width. */
final class FixedVector extends Vector {
    private static final long NANOS = 1_000_000_000L;
    private static final long MICROS = 1_000_000L;

    private final long unitsPerSecond;
    private int data;

    FixedVector(ColumnType type) {
        super(type);
        this.unitsPerSecond = type.isNanos() ? NANOS : MICROS;
    }

    @Override
    void loadData(BatchCursor cursor) {
        data = cursor.nextBuffer();
    }

    @Override
    long longAt(int row) {
        switch (type.kind()) {
            case TINYINT :
                return body[data + row];
            case SMALLINT :
                return (short) SHORTS.get(body, data + 2 * row);
            case INTEGER :
                return (int) INTS.get(body, data + 4 * row);
            case BIGINT :
                return longOf(row);
            default :
                return super.longAt(row);
        }
    }

    @Override
    double doubleAt(int row) {
        switch (type.kind()) {
            case REAL :
                return (float) FLOATS.get(body, data + 4 * row);
            case DOUBLE :
                return (double) DOUBLES.get(body, data + 8 * row);
            default :
                return super.doubleAt(row);
        }
    }

    private long longOf(int row) {
        return (long) LONGS.get(body, data + 8 * row);
    }

    @Override
    Object value(int row) {
        switch (type.kind()) {
            case BOOLEAN :
                return (body[data + (row >> 3)] >> (row & 7) & 1) != 0;
            case TINYINT :
            case SMALLINT :
            case INTEGER :
                return (int) longAt(row);
            case BIGINT :
                return longOf(row);
            case REAL :
                return (float) FLOATS.get(body, data + 4 * row);
            case DOUBLE :
                return (double) DOUBLES.get(body, data + 8 * row);
            case DECIMAL :
                return decimal(row);
            case UUID :
                return new UUID(
                        Long.reverseBytes((long) LONGS.get(body, data + 16 * row)),
                        Long.reverseBytes((long) LONGS.get(body, data + 16 * row + 8)));
            case DATE :
                return LocalDate.ofEpochDay((int) INTS.get(body, data + 4 * row));
            case TIME :
                return LocalTime.ofNanoOfDay(longOf(row) * (NANOS / unitsPerSecond));
            case TIMESTAMP :
                long wall = longOf(row);
                return LocalDateTime.ofEpochSecond(Math.floorDiv(wall, unitsPerSecond), nanos(wall), ZoneOffset.UTC);
            case TIMESTAMP_TZ :
                long units = longOf(row);
                return Instant.ofEpochSecond(Math.floorDiv(units, unitsPerSecond), nanos(units));
            case INTERVAL_YEAR_MONTH :
                return Period.ofMonths((int) INTS.get(body, data + 4 * row)).normalized();
            case INTERVAL_DAY_TIME :
                long micros = longOf(row);
                return Duration.ofSeconds(Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
            default :
                throw new IllegalStateException(type.toString());
        }
    }

    private int nanos(long units) {
        return (int) (Math.floorMod(units, unitsPerSecond) * (NANOS / unitsPerSecond));
    }

    private BigDecimal decimal(int row) {
        long low = (long) LONGS.get(body, data + 16 * row);
        long high = (long) LONGS.get(body, data + 16 * row + 8);
        if (high == low >> 63) {
            return BigDecimal.valueOf(low, type.scale());
        }
        byte[] big = new byte[16];
        for (int i = 0; i < 16; i++) {
            big[i] = body[data + 16 * row + 15 - i];
        }
        return new BigDecimal(new BigInteger(big), type.scale());
    }
}
