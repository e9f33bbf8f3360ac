package io.millrace.frontend.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.jdbc.value.WallClock;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates and timestamps are those that the JDK makes, on days on which clocks are moved too. */
class WallClockTest {
    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void putBack() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "America/New_York", "Asia/Shanghai", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Monrovia"})
    void isTheJdks(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        WallClock clock = new WallClock();
        SplittableRandom random = new SplittableRandom(17);
        long least = LocalDateTime.of(-4000, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long most = LocalDateTime.of(9999, 12, 31, 23, 59).toEpochSecond(ZoneOffset.UTC);
        long recent = LocalDateTime.of(2011, 12, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        for (int i = 0; i < 40_000; i++) {
            long seconds = i % 2 == 0 ? random.nextLong(least, most) : recent + i * 1_000L;
            LocalDateTime wall = LocalDateTime.ofEpochSecond(seconds, i, ZoneOffset.UTC);
            assertEquals(Timestamp.valueOf(wall), clock.timestamp(seconds, i), () -> zone + " " + wall);
            LocalDate day = wall.toLocalDate();
            assertEquals(Date.valueOf(day), clock.date(day.toEpochDay()), () -> zone + " " + day);
        }
    }
}
