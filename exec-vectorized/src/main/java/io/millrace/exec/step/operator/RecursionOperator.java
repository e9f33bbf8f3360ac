package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.state.Deltas;
import io.millrace.exec.step.state.StateReader;
import io.millrace.exec.step.state.StateWriter;
import io.millrace.exec.step.state.WeightedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * WITH RECURSIVE. The seed and the step are dataflows that follow the inputs; when these have changed, the recursion is run anew, semi-naively, within the
 * outer step: the work table's rows of a round take the place of the ones before, so a round costs what is new in it. Starting from the old result would
 * keep rows on a cycle alive that nothing else supports.
 */
public final class RecursionOperator extends StepOperator {
    /** Rounds after which a recursion is taken for one without end. */
    private static final int ROUNDS_MAX = 100_000;

    /** Source number of the work table. */
    public static final int WORK_TABLE = -1;

    /**
     * @param all whether duplicates are kept
     * @param schema of the result
     * @param sources schemas of what the seed and the step read; the operator's ports
     * @param seed makes the dataflow of the seed
     * @param step makes the dataflow of the step, which reads {@link #WORK_TABLE} too
     */
    public record Definition(boolean all, Schema schema, List<Schema> sources, Supplier<InnerFlow> seed, Supplier<InnerFlow> step) {}

    private final Definition definition;
    private final List<WeightedRows> sources = new ArrayList<>();
    private final List<List<Batch>> pending = new ArrayList<>();
    private final InnerFlow seed;
    private final InnerFlow step;
    private final WeightedRows seedRows;
    private final WeightedRows stepRows;
    private WeightedRows result;
    private MillraceException error;
    private boolean started;

    public RecursionOperator(OperatorContext context, int number, List<StepOperator> inputs, Definition definition) {
        super(context, number, inputs);
        this.definition = definition;
        for (Schema schema : definition.sources) {
            sources.add(new WeightedRows(allocator(), schema));
            pending.add(new ArrayList<>());
        }
        this.seed = definition.seed.get();
        this.step = definition.step.get();
        this.seedRows = new WeightedRows(allocator(), definition.schema);
        this.stepRows = new WeightedRows(allocator(), definition.schema);
        this.result = new WeightedRows(allocator(), definition.schema);
    }

    @Override
    protected void accept(int port, Batch batch) {
        add(sources.get(port), batch);
        pending.get(port).add(batch);
    }

    private static void add(WeightedRows rows, Batch batch) {
        int count = rows.add(batch);
        rows.prune(rows.slots(), count);
    }

    @Override
    protected void finishStep() {
        if (started && pending.stream().allMatch(List::isEmpty)) {
            return;
        }
        started = true;
        feed();
        MillraceException errorBefore = error;
        error = null;
        WeightedRows now = new WeightedRows(allocator(), definition.schema);
        try {
            run(now);
            if (error != null) {
                now.clear();
            }
            emitDifference(now);
            result.close();
            result = now;
            now = null;
        } finally {
            if (now != null) {
                now.close();
            }
        }
        if (errorBefore != null) {
            context.report(this, errorBefore, -1);
        }
        if (error != null) {
            context.report(this, error, 1);
        }
        sources.forEach(rows -> rows.table().compact());
    }

    /** Hands what is new on to both dataflows. */
    private void feed() {
        take(seedRows, seed.step(events(seed, List.of())));
        take(stepRows, step.step(events(step, List.of())));
        pending.forEach(batches -> {
            batches.forEach(Batch::close);
            batches.clear();
        });
    }

    private List<List<Batch>> events(InnerFlow flow, List<Batch> workTable) {
        List<List<Batch>> events = new ArrayList<>();
        for (int source : flow.sources()) {
            List<Batch> batches = source == WORK_TABLE ? workTable : pending.get(source);
            events.add(new ArrayList<>(source == WORK_TABLE ? batches : batches.stream().map(Batch::retain).toList()));
        }
        return events;
    }

    private void take(WeightedRows rows, InnerFlow.Result taken) {
        for (Batch delta : taken.deltas()) {
            try (delta) {
                add(rows, delta);
            }
        }
        for (ErrorRow raised : taken.errors()) {
            if (raised.weight() > 0 && error == null) {
                error = new MillraceException(raised.code(), raised.message());
            }
        }
    }

    private void run(WeightedRows now) {
        List<Batch> work = List.of();
        WeightedRows from = seedRows;
        try {
            for (int round = 0;; round++) {
                List<Batch> fresh = fresh(now, from);
                if (fresh.isEmpty() || error != null) {
                    fresh.forEach(Batch::close);
                    return;
                }
                if (round == ROUNDS_MAX) {
                    fresh.forEach(Batch::close);
                    error = new MillraceException(
                            ErrorCode.STATEMENT_TOO_COMPLEX, "a recursive query still finds rows after " + ROUNDS_MAX + " rounds");
                    return;
                }
                List<Batch> change = new ArrayList<>();
                work.forEach(batch -> change.add(negated(batch)));
                work.forEach(Batch::close);
                work = fresh;
                fresh.forEach(batch -> change.add(batch.retain()));
                take(stepRows, step.step(events(step, change)));
                from = stepRows;
            }
        } finally {
            // The step's dataflow stands over an empty work table between runs.
            List<Batch> change = new ArrayList<>();
            work.forEach(batch -> change.add(negated(batch)));
            work.forEach(Batch::close);
            if (!change.isEmpty()) {
                MillraceException kept = error;
                take(stepRows, step.step(events(step, change)));
                error = kept;
            }
        }
    }

    /** The rows of a round that are new, which the result takes in; owned by the caller. */
    private List<Batch> fresh(WeightedRows now, WeightedRows from) {
        List<Batch> fresh = new ArrayList<>();
        from.drainTo(context.batchRows(), batch -> {
            try (batch) {
                if (definition.all) {
                    now.add(batch);
                    fresh.add(batch.retain());
                    return;
                }
                int[] kept = new int[batch.rows()];
                int count = 0;
                try (Batch once = Batch.of(batch.columns().stream().map(Column::retain).toList(), batch.physicalRows())) {
                    now.add(once);
                    for (int i = 0; i < once.rows(); i++) {
                        int slot = now.slots()[i];
                        if (now.weight(slot) == 1) {
                            kept[count++] = i;
                        }
                    }
                    if (count > 0) {
                        fresh.add(once.gather(allocator(), kept, count));
                    }
                    if (count < once.rows()) {
                        takeBack(now, once);
                    }
                }
            }
        });
        return fresh;
    }

    /** Rows that were there before weigh 2 now, and are to weigh 1. */
    private void takeBack(WeightedRows now, Batch once) {
        int[] again = new int[once.rows()];
        int count = 0;
        for (int i = 0; i < once.rows(); i++) {
            if (now.weight(now.slots()[i]) > 1) {
                again[count++] = i;
            }
        }
        try (Batch rows = once.gather(allocator(), again, count); Batch negated = negated(rows)) {
            now.add(negated);
        }
    }

    private Batch negated(Batch batch) {
        long[] weights = new long[batch.rows()];
        Deltas.weights(batch, weights);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = -weights[i];
        }
        assert batch.selection() == null;
        List<Column> columns = batch.columns().stream().map(Column::retain).toList();
        return new Batch(columns, batch.physicalRows(), null, Deltas.weightColumn(allocator(), weights, weights.length));
    }

    private void emitDifference(WeightedRows now) {
        try (WeightedRows difference = new WeightedRows(allocator(), definition.schema)) {
            now.drainTo(context.batchRows(), batch -> {
                try (batch) {
                    difference.add(batch);
                }
            });
            result.drainTo(context.batchRows(), batch -> {
                try (batch; Batch negated = negated(batch)) {
                    difference.add(negated);
                }
            });
            difference.drainTo(context.batchRows(), this::emit);
        }
    }

    @Override
    public String memoryOnly() {
        return "a recursion is computed anew from all it reads";
    }

    @Override
    public long stateRows() {
        return result.size() + sources.stream().mapToLong(WeightedRows::size).sum();
    }

    @Override
    public long stateBytes() {
        return result.bytes() + sources.stream().mapToLong(WeightedRows::bytes).sum();
    }

    @Override
    protected void writeState(StateWriter out) {
        out.writeBoolean(started);
        out.writeBoolean(error != null);
        if (error != null) {
            out.writeString(error.code().name());
            out.writeString(error.getMessage());
        }
        sources.forEach(rows -> rows.write(out));
        result.write(out);
    }

    @Override
    protected void readState(StateReader in) {
        started = in.readBoolean();
        if (in.readBoolean()) {
            String code = in.readString();
            try {
                error = new MillraceException(ErrorCode.valueOf(code), in.readString());
            } catch (IllegalArgumentException e) {
                throw in.corrupt("unknown error code " + code);
            }
        }
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).read(in);
            sources.get(i).drainTo(context.batchRows(), pending.get(i)::add);
        }
        result.read(in);
        MillraceException kept = error;
        feed();
        error = kept;
    }

    @Override
    public void close() {
        pending.forEach(batches -> batches.forEach(Batch::close));
        pending.clear();
        sources.forEach(WeightedRows::close);
        seed.close();
        step.close();
        seedRows.close();
        stepRows.close();
        result.close();
    }
}
