package io.millrace.cluster.exchange;

import io.millrace.common.batch.Batch;
import io.millrace.exec.ExchangeSource;
import java.util.List;

/** Several senders read as one, in turn, as their batches come. */
public final class MergedSource implements ExchangeSource {
    private final List<ExchangeSource> sources;
    private int next;

    /** Takes over the sources. */
    public MergedSource(List<ExchangeSource> sources) {
        this.sources = List.copyOf(sources);
    }

    @Override
    public Batch poll(Runnable wake) {
        for (int i = 0; i < sources.size(); i++) {
            ExchangeSource source = sources.get(next);
            next = (next + 1) % sources.size();
            if (!source.finished()) {
                Batch batch = source.poll(wake);
                if (batch != null) {
                    return batch;
                }
            }
        }
        return null;
    }

    @Override
    public boolean finished() {
        return sources.stream().allMatch(ExchangeSource::finished);
    }

    @Override
    public void close() {
        sources.forEach(ExchangeSource::close);
    }
}
