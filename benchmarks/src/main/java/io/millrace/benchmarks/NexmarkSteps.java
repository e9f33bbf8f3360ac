package io.millrace.benchmarks;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.SystemClock;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.DataflowOptions;
import io.millrace.exec.step.EventTime;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.InputFacts;
import io.millrace.exec.step.OperatorStatistics;
import io.millrace.exec.step.StepInput;
import io.millrace.testkit.nexmark.NexmarkStreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** One query stepped over events in memory by one thread; what changes is dropped, as a black hole does. */
final class NexmarkSteps {
    private static final long DELAY_MICROS = 4_000_000;

    private final BufferAllocator allocator;
    private final List<List<Batch>> chunks;

    NexmarkSteps(BufferAllocator allocator, List<List<Batch>> chunks) {
        this.allocator = allocator;
        this.chunks = chunks;
    }

    /** Rows that changed, and what the operators did if it was asked for. */
    record Result(long changes, long stateBytes, List<OperatorStatistics> operators) {}

    Result run(PlanNode plan, boolean onWindowClose) {
        DataflowOptions plain = DataflowOptions.of(allocator, new SystemClock(), NexmarkSteps::facts);
        long changes = 0;
        try (Dataflow dataflow = Dataflow.compile(plan, onWindowClose ? plain.withEmitOnWindowClose() : plain)) {
            for (int chunk = 0; chunk < chunks.size(); chunk++) {
                List<List<InputEvent>> events = new ArrayList<>();
                for (Input input : dataflow.inputs()) {
                    events.add(events(input, chunk));
                }
                try (var output = dataflow.step(new StepInput(chunk, chunk, events))) {
                    changes += output.rows();
                }
            }
            return new Result(changes, dataflow.stateBytes(), dataflow.statistics());
        }
    }

    private static InputFacts facts(PlanNode leaf) {
        PlanNode.Scan scan = (PlanNode.Scan) leaf;
        return scan.target() instanceof ScanTarget.Stream
                ? InputFacts.stream(new EventTime(scan.tableSchema().indexOf("dateTime"), DELAY_MICROS, 1))
                : InputFacts.TABLE;
    }

    private List<InputEvent> events(Input input, int chunk) {
        String name = input.name();
        int stream = NexmarkStreams.NAMES.indexOf(name.substring(name.lastIndexOf('.') + 1));
        if (stream < 0) {
            return chunk == 0 ? List.of(new InputEvent.Rows(0, side(input.schema()))) : List.of();
        }
        Batch all = chunks.get(chunk).get(stream);
        return List.of(new InputEvent.Rows(0, all.withColumns(input.columns().stream().map(c -> column(all, c, chunk)).toList())));
    }

    /** Behind the stream's own columns is when its rows arrived: a chunk each second. */
    private Column column(Batch all, int column, int chunk) {
        return column < all.width()
                ? all.column(column).retain()
                : Values.constant(allocator, SqlType.TIMESTAMP_TZ, Instant.ofEpochSecond(chunk), all.physicalRows());
    }

    private Batch side(Schema schema) {
        try (BatchBuilder builder = new BatchBuilder(allocator, schema, NexmarkStreams.SIDE_ROWS)) {
            for (long i = 0; i < NexmarkStreams.SIDE_ROWS; i++) {
                Object[] row = new Object[schema.size()];
                for (int c = 0; c < row.length; c++) {
                    row[c] = schema.field(c).name().equals("key") ? (Object) i : Long.toString(i);
                }
                builder.row(row);
            }
            return builder.build();
        }
    }
}
