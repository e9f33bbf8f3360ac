package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.exec.ExchangeSource;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Source;

/** Rows from other fragments. The exchange has one reader, so there is one lane. */
final class RemoteSourceReader implements Source {
    private final ExchangeSource source;

    RemoteSourceReader(ExchangeSource source) {
        this.source = source;
    }

    @Override
    public int parallelism(int lanes) {
        return 1;
    }

    @Override
    public Lane open(LaneContext context) {
        return new Lane() {
            @Override
            public Batch next(Runnable wake) {
                return source.poll(wake);
            }

            @Override
            public boolean finished() {
                return source.finished();
            }
        };
    }
}
