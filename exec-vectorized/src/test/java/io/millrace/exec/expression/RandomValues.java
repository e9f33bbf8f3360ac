package io.millrace.exec.expression;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Values of any type: small ones that meet often, extremes, and NULL. */
public final class RandomValues {
    private static final String[] WORDS = {"", "a", "b", "ab", "abcdefgh", "abcdefgi", "abcdefghi", "大数据", "zz top", "Zebra"};

    private final Random random;

    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    public List<List<Object>> rows(int count, int nullPercent, SqlType... types) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (SqlType type : types) {
                row.add(random.nextInt(100) < nullPercent ? null : value(type));
            }
            rows.add(row);
        }
        return rows;
    }

    public Object value(SqlType type) {
        boolean extreme = random.nextInt(8) == 0;
        return switch (type.kind()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> extreme ? pick(-128, 127) : random.nextInt(-5, 6);
            case SMALLINT -> extreme ? pick(-32768, 32767) : random.nextInt(-5, 6);
            case INTEGER -> extreme ? pick(Integer.MIN_VALUE, Integer.MAX_VALUE) : random.nextInt(-5, 6);
            case BIGINT -> extreme ? pick(Long.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE + 1) : Long.valueOf(random.nextInt(-5, 6));
            case REAL -> (float) floating(extreme);
            case DOUBLE -> floating(extreme);
            case DECIMAL -> decimal(type, extreme);
            case CHAR, VARCHAR -> WORDS[random.nextInt(WORDS.length)];
            case JSON -> "{\"a\": " + random.nextInt(3) + "}";
            case BINARY -> new byte[] {(byte) random.nextInt(-2, 3), (byte) random.nextInt(-2, 3)};
            case UUID -> new UUID(random.nextInt(2), random.nextInt(3));
            case DATE -> extreme ? LocalDate.of(9999, 12, 31) : LocalDate.of(2020, 2, 27).plusDays(random.nextInt(5));
            case TIME -> LocalTime.of(random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(3) * 1000);
            case TIMESTAMP -> timestamp(type, extreme);
            case TIMESTAMP_TZ -> timestamp(type, extreme).toInstant(ZoneOffset.UTC);
            case INTERVAL_YEAR_MONTH -> Period.ofMonths(random.nextInt(-30, 30)).normalized();
            case INTERVAL_DAY_TIME -> Duration.ofSeconds(random.nextInt(-200_000, 200_000), random.nextInt(1000) * 1000L);
            case ARRAY -> List.of(value(type.element()), value(type.element()));
            case MAP -> throw new AssertionError(type);
            case ROW -> type.fields().stream().map(f -> value(f.type())).toList();
        };
    }

    private LocalDateTime timestamp(SqlType type, boolean extreme) {
        if (extreme) {
            return type.precision() > 6 ? LocalDateTime.of(2261, 1, 1, 0, 0, 0, 1)
                    : LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000);
        }
        return LocalDateTime.of(1969, 12, 31, random.nextInt(22, 24), random.nextInt(58, 60), random.nextInt(60), random.nextInt(3) * 1000)
                .plusHours(random.nextInt(2));
    }

    private double floating(boolean extreme) {
        double[] special = {Double.NaN, -0.0, 0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -1e30, 0.1};
        return extreme ? special[random.nextInt(special.length)] : random.nextInt(-10, 11) / 2.0;
    }

    private BigDecimal decimal(SqlType type, boolean extreme) {
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        BigInteger unscaled;
        if (extreme) {
            unscaled = random.nextBoolean() ? limit.subtract(BigInteger.ONE) : limit.negate().add(BigInteger.ONE);
        } else if (random.nextInt(3) == 0) {
            unscaled = new BigInteger(limit.bitLength() - 1, random);
            unscaled = random.nextBoolean() ? unscaled : unscaled.negate();
        } else {
            unscaled = BigInteger.valueOf(random.nextInt(-20, 21)).mod(limit);
        }
        return new BigDecimal(unscaled, type.scale());
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

}
