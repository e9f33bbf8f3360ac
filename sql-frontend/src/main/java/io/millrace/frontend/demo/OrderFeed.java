package io.millrace.frontend.demo;

import io.millrace.common.port.Clock;
import io.millrace.frontend.engine.SqlEngine;
import io.millrace.frontend.session.Session;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Orders as a shop has them: few customers and articles make most of them, one in five comes up to three seconds out of order, one in a hundred a minute late. */
final class OrderFeed {
    private static final int ROWS_A_CALL = 5;
    private static final int CUSTOMERS = 15_000;
    private static final int ARTICLES = 400;

    private final SqlEngine engine;
    private final Session session;
    private final Clock clock;
    private final RandomGenerator random;
    private long nextOrder = 1;

    OrderFeed(SqlEngine engine, Clock clock, RandomGenerator random) {
        this.engine = engine;
        this.session = Session.initial();
        this.clock = clock;
        this.random = random;
    }

    /** Appends what a tenth of a second brings. */
    void emit() {
        List<String> rows = new ArrayList<>();
        for (int i = random.nextInt(2 * ROWS_A_CALL + 1); i > 0; i--) {
            int article = skewed(ARTICLES);
            int quantity = 1 + skewed(6);
            BigDecimal amount = BigDecimal.valueOf((500L + 731L * article % 20_000) * quantity, 2);
            rows.add("(" + nextOrder++ + ", " + (1 + skewed(CUSTOMERS)) + String.format(Locale.ROOT, ", 'SKU-%04d', ", article) + quantity
                    + ", "
                    + amount.toPlainString()
                    + ", TIMESTAMP '" + Literals.timestamp(orderedAt()) + "')");
        }
        if (!rows.isEmpty()) {
            engine.runOne("INSERT INTO ods.live_orders VALUES " + String.join(", ", rows), session).close();
        }
    }

    /** A number below {@code bound}; the lower the likelier. */
    private int skewed(int bound) {
        return (int) (Math.pow(random.nextDouble(), 4) * bound);
    }

    private LocalDateTime orderedAt() {
        long millis = clock.epochMicros() / 1000;
        int lot = random.nextInt(100);
        if (lot == 0) {
            millis -= 60_000;
        } else if (lot <= 20) {
            millis -= random.nextInt(3_000);
        }
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(millis, ChronoUnit.MILLIS), ZoneOffset.UTC);
    }
}
