package io.millrace.frontend.demo;

import io.millrace.common.port.Clock;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.session.Session;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Shoppers' actions: first the rows of the CSV file as they stand, then rows like them without end, whose number and share of men and women swing. Ten
 * times a second one call of {@link #emit}.
 */
final class ShoppingFeed {
    static final int CALLS_A_SECOND = 10;

    private static final List<String> PROVINCES =
            List.of("广东", "浙江", "江苏", "山东", "四川", "河南", "湖北", "福建", "北京", "上海", "山西", "内蒙古", "黑龙江", "吉林");
    private static final double SWING_SECONDS = 40;
    private static final double ROWS_A_CALL = 6;

    private final SqlEngine engine;
    private final Session session;
    private final Clock clock;
    private final RandomGenerator random;
    private final List<String> recorded = new ArrayList<>();
    private int calls;

    ShoppingFeed(SqlEngine engine, Clock clock, RandomGenerator random) {
        this.engine = engine;
        this.session = Session.initial();
        this.clock = clock;
        this.random = random;
        List<String> lines = DemoFiles.resource("shopping.csv").lines().toList();
        recorded.addAll(lines.subList(1, lines.size()));
    }

    /** Appends what a tenth of a second brings. */
    void emit() {
        List<String> rows = new ArrayList<>();
        if (calls < recorded.size()) {
            String[] f = recorded.get(calls).split(",", -1);
            rows.add("("
                    + String.join(", ", f[0], f[1], f[2], f[3], f[4], quoted(f[5]), quoted(f[6]), f[7], f[8], f[9], quoted(f[10]), now())
                    + ")");
        } else {
            double phase = 2 * Math.PI * calls / (SWING_SECONDS * CALLS_A_SECOND);
            int count = (int) Math.round(ROWS_A_CALL * (1 + 0.6 * Math.sin(phase / 3)) * (0.5 + random.nextDouble()));
            for (int i = 0; i < count; i++) {
                rows.add(row(0.5 + 0.3 * Math.sin(phase)));
            }
        }
        calls++;
        if (!rows.isEmpty()) {
            engine.runOne("INSERT INTO ods.shopping VALUES " + String.join(", ", rows), session).close();
        }
    }

    private String row(double women) {
        double lot = random.nextDouble();
        String gender = lot < 0.02 ? "NULL" : lot < 0.1 ? "2" : random.nextDouble() < women ? "0" : "1";
        int action = random.nextInt(20) < 14 ? 0 : random.nextInt(4);
        // Squaring favours the first: a few provinces bring most shoppers
        String province = PROVINCES.get((int) (Math.pow(random.nextDouble(), 2) * PROVINCES.size()));
        LocalDateTime today = time();
        return "(" + (300_000 + random.nextInt(50_000)) + ", " + random.nextInt(1_000_000) + ", " + random.nextInt(1500) + ", "
                + random.nextInt(5000)
                + ", " + random.nextInt(8000) + ", " + quoted(String.format(Locale.ROOT, "%02d", today.getMonthValue())) + ", "
                + quoted(String.format(Locale.ROOT, "%02d", today.getDayOfMonth())) + ", " + action + ", " + random.nextInt(9) + ", "
                + gender + ", "
                + quoted(province) + ", " + now() + ")";
    }

    private LocalDateTime time() {
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(clock.epochMicros() / 1000, ChronoUnit.MILLIS), ZoneOffset.UTC);
    }

    private String now() {
        return "TIMESTAMP '" + Literals.timestamp(time()) + "'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
