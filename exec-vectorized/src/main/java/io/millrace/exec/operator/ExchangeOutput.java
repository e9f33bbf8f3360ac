package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.exec.ExchangeSink;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.kernel.Hashing;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Sink;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends a fragment's rows to the partitions of an {@link ExchangeSink}. */
public final class ExchangeOutput implements Sink {
    private final PlanNode.Distribution distribution;
    private final ExchangeSink exchange;
    private final ExecutionContext context;
    private final AtomicInteger turn = new AtomicInteger();
    private boolean finished;

    public ExchangeOutput(Schema schema, PlanNode.Distribution distribution, ExchangeSink exchange, ExecutionContext context) {
        this.distribution = distribution;
        this.exchange = exchange;
        this.context = context;
        assert !(distribution instanceof PlanNode.Distribution.Hash hash) || hash.keys().stream().allMatch(k -> k < schema.size());
    }

    @Override
    public Lane open(LaneContext lane) {
        return new OutputLane();
    }

    private final class OutputLane implements Lane {
        @Override
        public boolean ready(Runnable wake) {
            return exchange.ready(wake);
        }

        @Override
        public void accept(Batch batch) {
            Batch flat = batch.compact(context.allocator());
            switch (distribution) {
                case PlanNode.Distribution.Single single -> exchange.send(0, flat);
                case PlanNode.Distribution.Broadcast broadcast -> broadcast(flat);
                case PlanNode.Distribution.RoundRobin roundRobin -> exchange.send(
                        Math.floorMod(turn.getAndIncrement(), exchange.partitions()), flat);
                case PlanNode.Distribution.Hash hash -> sendByHash(flat, hash.keys());
            }
        }

        private void broadcast(Batch batch) {
            try (batch) {
                for (int p = 0; p < exchange.partitions(); p++) {
                    exchange.send(p, batch.retain());
                }
            }
        }

        private void sendByHash(Batch batch, List<Integer> keys) {
            int partitions = exchange.partitions();
            if (partitions == 1) {
                exchange.send(0, batch);
                return;
            }
            try (batch) {
                int rows = batch.rows();
                long[] hashes = new long[rows];
                for (int k = 0; k < keys.size(); k++) {
                    Hashing.hash(batch.column(keys.get(k)), null, rows, hashes, k > 0);
                }
                int[][] positions = new int[partitions][rows];
                int[] counts = new int[partitions];
                for (int i = 0; i < rows; i++) {
                    int p = (int) Math.unsignedMultiplyHigh(hashes[i], partitions);
                    positions[p][counts[p]++] = i;
                }
                for (int p = 0; p < partitions; p++) {
                    if (counts[p] > 0) {
                        exchange.send(p, batch.gather(context.allocator(), positions[p], counts[p]));
                    }
                }
            }
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    @Override
    public List<Runnable> finish(int phase) {
        if (!finished) {
            exchange.finish();
            finished = true;
        }
        return List.of();
    }

    @Override
    public void failed(MillraceException reason) {
        exchange.fail(reason);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
