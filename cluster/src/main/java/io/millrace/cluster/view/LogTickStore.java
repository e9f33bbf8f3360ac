package io.millrace.cluster.view;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.log.TickBinding;
import io.millrace.storage.log.TickLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;

/** Ticks in the storage's tick log, whose journal and syncs they share with the rows that they bind. */
final class LogTickStore implements Timeline.TickStore {
    private final TickLog log;

    /** The written form of decisions. */
    private record Decisions(List<Tick.Decision> list) {}

    LogTickStore(TickLog log) {
        this.log = log;
    }

    @Override
    public void append(Tick tick) {
        Map<String, TickBinding.Source> sources = new HashMap<>();
        tick.ends().forEach((id, ends) -> sources.put(id, new TickBinding.Source(ends, List.of())));
        try {
            log.append(new TickBinding(tick.number(), tick.micros(), sources,
                    RecordCodec.encode(new Decisions(tick.decisions()), Decisions.class)))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof MillraceException typed
                    ? typed
                    : new MillraceException(ErrorCode.IO_ERROR, "tick " + tick.number() + " could not be written", e);
        }
    }

    @Override
    public List<Tick> load() {
        return log.read(log.earliestTick(), log.nextTick()).stream().map(LogTickStore::tick).toList();
    }

    private static Tick tick(TickBinding binding) {
        Map<String, List<Long>> ends = new HashMap<>();
        binding.sources().forEach((id, source) -> ends.put(id, source.toOffsets()));
        return new Tick(binding.tick(), binding.loggedMicros(), ends, RecordCodec.decode(binding.decisions(), Decisions.class).list());
    }

    @Override
    public void trim(long number) {
        log.trimTo(Math.min(number, log.nextTick()));
    }
}
