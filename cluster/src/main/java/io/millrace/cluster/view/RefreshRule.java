package io.millrace.cluster.view;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a view that does not follow its inputs is brought up to date. */
public sealed interface RefreshRule {
    /** Long enough that a checkpoint after each refresh is no burden. */
    long CHECKPOINTED_FROM_MICROS = 60_000_000L;

    /** When asked to. */
    record Manual() implements RefreshRule {}

    /** So much time after the last refresh. */
    record Interval(long micros) implements RefreshRule {}

    /** At times of day, in the zone of the session that made the view. */
    record Times(ExecutionTime times, ZoneId zone) implements RefreshRule {}

    /** A view with a ttl goes on without input, so often, so that keys leave it in time. It is never refreshed. */
    record Heartbeat(long micros) implements RefreshRule {}

    /** When there is something new, but so much time after the last change at the earliest. */
    record Emission(long micros) implements RefreshRule {}

    /**
     * Absent for a view that follows its inputs.
     *
     * @throws MillraceException INVALID_PARAMETER if the definition says when in a way that means nothing
     */
    static Optional<RefreshRule> of(CatalogObject.MaterializedView view) {
        Optional<RefreshRule> rule = switch (view.freshness()) {
            case CatalogObject.Freshness.Continuous ignored -> Optional.empty();
            case CatalogObject.Freshness.Manual ignored -> Optional.of(new Manual());
            case CatalogObject.Freshness.Every every -> Optional.of(new Interval(positive("FRESHNESS INTERVAL", every.micros())));
            case CatalogObject.Freshness.Cron cron -> Optional.of(times(cron.expression(), view));
        };
        if (!(view.emit() instanceof CatalogObject.Emit.Every every)) {
            return rule;
        }
        if (rule.isPresent()) {
            throw new MillraceException(
                    ErrorCode.INVALID_PARAMETER,
                    "EMIT EVERY is for a continuous view: one with another FRESHNESS changes when it is refreshed, and only then");
        }
        return Optional.of(new Emission(positive("EMIT EVERY", every.micros())));
    }

    private static long positive(String what, long micros) {
        if (micros <= 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, what + " needs an interval above zero");
        }
        return micros;
    }

    private static RefreshRule times(String expression, CatalogObject.MaterializedView view) {
        ZoneId zone = ZoneId.of(view.options().getOrDefault(ViewService.ZONE_OPTION, "UTC"));
        boolean seconds = expression.strip().split("\\s+").length > 5;
        CronParser parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(seconds ? CronType.QUARTZ : CronType.UNIX));
        try {
            return new Times(ExecutionTime.forCron(parser.parse(expression).validate()), zone);
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "FRESHNESS CRON '" + expression + "': " + e.getMessage(), e)
                    .withHint(
                            "minute, hour, day of month, month, day of week, as in '0 6 * * 1'; or, with seconds first, as Quartz writes it");
        }
    }

    /** When the refresh after the one at this time is due; {@link Long#MAX_VALUE}: never by itself. */
    default long nextMicros(long lastMicros) {
        return switch (this) {
            case Manual ignored -> Long.MAX_VALUE;
            case Interval interval -> after(lastMicros, interval.micros);
            case Heartbeat heartbeat -> after(lastMicros, heartbeat.micros);
            case Emission emission -> after(lastMicros, emission.micros);
            case Times(ExecutionTime times, ZoneId zone) -> {
                ZonedDateTime last = Instant.EPOCH.plus(lastMicros, ChronoUnit.MICROS).atZone(zone);
                yield times.nextExecution(last).map(next -> ChronoUnit.MICROS.between(Instant.EPOCH, next.toInstant()))
                        .orElse(Long.MAX_VALUE);
            }
        };
    }

    private static long after(long lastMicros, long micros) {
        return lastMicros > Long.MAX_VALUE - micros ? Long.MAX_VALUE : lastMicros + micros;
    }

    /** Whether refreshes are so rare that each is followed by a checkpoint. */
    default boolean isRare() {
        return switch (this) {
            case Manual ignored -> true;
            case Times ignored -> true;
            case Interval interval -> interval.micros >= CHECKPOINTED_FROM_MICROS;
            case Heartbeat ignored -> false;
            case Emission ignored -> false;
        };
    }
}
