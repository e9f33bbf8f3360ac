package io.millrace.exec.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Field;
import io.millrace.exec.ExecutionContext;
import io.millrace.exec.QueryExecution;
import io.millrace.exec.aggregate.GroupKeys;
import io.millrace.exec.pipeline.LaneContext;
import io.millrace.exec.pipeline.Lowering;
import io.millrace.exec.pipeline.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Semi-naive evaluation, in one lane: what is new goes out and into the next round's work table, until a round adds nothing. Without ALL, rows that were
 * there before are not new. Rounds run one after another as executions of their own in the same pool.
 *
 * <pre>
 * seed rows → (step execution runs → it has freed everything)* → finished
 * </pre>
 */
final class RecursionSource implements Source {
    /** Rounds after which a recursion is taken for one without end. */
    static final int ROUNDS_MAX = 1_000_000;

    private final PlanNode.Recursion node;
    private final RecursionSeedSink seed;
    private final Lowering lowering;
    private final ExecutionContext context;

    RecursionSource(PlanNode.Recursion node, RecursionSeedSink seed, Lowering lowering, ExecutionContext context) {
        this.node = node;
        this.seed = seed;
        this.lowering = lowering;
        this.context = context;
    }

    @Override
    public int parallelism(int lanes) {
        return 1;
    }

    @Override
    public Lane open(LaneContext lane) {
        return new RecursionLane(lane);
    }

    private final class RecursionLane implements Lane {
        private final LaneContext lane;
        private final GroupKeys known;
        private WorkTableSource.Rows workTable = new WorkTableSource.Rows();
        private WorkTableSource.Rows added = new WorkTableSource.Rows();
        private QueryExecution round;
        private int rounds;
        private volatile boolean roundTerminated;
        private boolean finished;

        RecursionLane(LaneContext lane) {
            this.lane = lane;
            this.known = node.all()
                    ? null
                    : GroupKeys.of(context.allocator(), node.schema().fields().stream().map(Field::type).toList(), true);
        }

        @Override
        public Batch next(Runnable wake) {
            while (true) {
                lane.cancellation().check();
                Batch rows = round == null ? seed.take() : round.poll(wake);
                if (rows != null) {
                    Batch fresh = fresh(rows);
                    if (fresh != null) {
                        return fresh;
                    }
                    continue;
                }
                if (round != null && !round.finished()) {
                    return null;
                }
                if (round != null && !roundTerminated) {
                    // its memory and its use of the work table end a little later than its rows
                    round.onTermination(() -> {
                        roundTerminated = true;
                        wake.run();
                    });
                    if (!roundTerminated) {
                        return null;
                    }
                }
                workTable.close();
                workTable = added;
                added = new WorkTableSource.Rows();
                if (workTable.isEmpty()) {
                    finished = true;
                    return null;
                }
                startRound();
            }
        }

        private void startRound() {
            if (++rounds > ROUNDS_MAX) {
                throw new MillraceException(
                        ErrorCode.STATEMENT_TOO_COMPLEX, "recursive query " + node.workTable() + " still finds rows after " + ROUNDS_MAX
                                + " rounds");
            }
            Map<String, Supplier<Source>> tables = new HashMap<>(lowering.workTables());
            tables.put(node.workTable(), workTable::open);
            roundTerminated = false;
            round = lowering.execute(node.step(), context, tables);
        }

        /** The rows that are new, noted for the next round; null if none is. Takes over the batch. */
        private Batch fresh(Batch batch) {
            Batch rows = batch.compact(context.allocator());
            if (known == null) {
                added.add(rows);
                return rows.withSelection(null);
            }
            try (rows) {
                int count = rows.rows();
                int[] ids = new int[count];
                int before = known.groups();
                known.assign(rows.columns().toArray(Column[]::new), null, count, ids);
                int[] positions = new int[known.groups() - before];
                int n = 0;
                for (int i = 0; i < count; i++) {
                    if (ids[i] == before + n) {
                        positions[n++] = i;
                    }
                }
                assert n == positions.length;
                if (n == 0) {
                    return null;
                }
                Batch fresh = rows.gather(context.allocator(), positions, n);
                added.add(fresh);
                return fresh.withSelection(null);
            }
        }

        @Override
        public boolean finished() {
            return finished;
        }

        @Override
        public void close() {
            if (round != null && !finished) {
                round.cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "query " + context.queryId() + " needs no more rows"));
            }
            workTable.close();
            added.close();
            if (known != null) {
                known.close();
            }
        }
    }
}
