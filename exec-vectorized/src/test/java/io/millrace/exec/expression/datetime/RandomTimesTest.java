package io.millrace.exec.expression.datetime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.lowering.Expressions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.Test;

/** Random instants around the changes of zones' offsets, against java.time. */
class RandomTimesTest {
    private static final List<String> ZONES = List.of("UTC", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "Europe/Dublin");

    private interface Reference {
        Object of(ZonedDateTime time);
    }

    @Test
    void agreesWithTheJdk() {
        for (String name : ZONES) {
            ZoneId zone = ZoneId.of(name);
            Expr t = Expr.column(0, SqlType.TIMESTAMP_TZ);
            check(zone, extract("year", t), time -> (long) time.getYear());
            check(zone, extract("day", t), time -> (long) time.getDayOfMonth());
            check(zone, extract("hour", t), time -> (long) time.getHour());
            check(zone, extract("doy", t), time -> (long) time.getDayOfYear());
            check(zone, extract("microseconds", t), time -> time.getSecond() * 1_000_000L + time.get(ChronoField.MICRO_OF_SECOND));
            check(zone, extract("timezone", t), time -> (long) time.getOffset().getTotalSeconds());
            check(zone, truncate("day", t), time -> time.toLocalDate().atStartOfDay(zone).toInstant());
            check(zone, truncate("month", t), time -> time.toLocalDate().withDayOfMonth(1).atStartOfDay(zone).toInstant());
            check(zone, truncate("minute", t), time -> time.toInstant().truncatedTo(ChronoUnit.MINUTES));
            check(zone, Expr.call(Function.AT_TIME_ZONE, SqlType.TIMESTAMP, t, Expr.literal(name, SqlType.VARCHAR)),
                    ZonedDateTime::toLocalDateTime);
            check(zone, Expr.call(Function.DATETIME_ADD, SqlType.TIMESTAMP_TZ, t,
                    Expr.literal(Period.ofMonths(7), SqlType.INTERVAL_YEAR_MONTH)), time -> {
                        LocalDateTime later = time.toLocalDateTime().plusMonths(7);
                        return ZonedDateTime.of(later, zone).withLaterOffsetAtOverlap().toInstant();
                    });
        }
    }

    private static Expr.Call extract(String unit, Expr time) {
        return Expr.call(Function.EXTRACT, SqlType.BIGINT, Expr.literal(unit, SqlType.VARCHAR), time);
    }

    private static Expr.Call truncate(String unit, Expr time) {
        return Expr.call(Function.DATE_TRUNC, SqlType.TIMESTAMP_TZ, Expr.literal(unit, SqlType.VARCHAR), time);
    }

    private static void check(ZoneId zone, Expr.Call call, Reference reference) {
        Random random = new Random(5);
        List<Instant> times = new ArrayList<>();
        Instant change = Instant.parse("1990-01-01T00:00:00Z");
        for (int i = 0; i < 400; i++) {
            times.add(change.plusSeconds(random.nextInt(400_000) - 200_000).plusNanos(1000L * random.nextInt(1_000_000)));
            var next = zone.getRules().nextTransition(change);
            change = next == null ? change.plusSeconds(10_000_000L) : i % 3 == 0 ? next.getInstant() : change;
        }
        try (BufferAllocator allocator = new RootAllocator();
                ColumnBuilder builder = new ColumnBuilder(allocator, SqlType.TIMESTAMP_TZ, times.size());
                Evaluator evaluator = Expressions.evaluator(call, new EvaluationContext(allocator, 0, zone, random))) {
            times.forEach(time -> Values.append(builder, time));
            try (Batch batch = Batch.of(List.of(builder.build()), times.size());
                    Column result = evaluator.evaluate(batch, null)) {
                for (int i = 0; i < times.size(); i++) {
                    assertEquals(reference.of(times.get(i).atZone(zone)), Values.read(result, i),
                            call + " of " + times.get(i) + " in " + zone);
                }
            }
        }
    }
}
