package io.millrace.cluster.view;

import io.millrace.cluster.worker.StepTask;
import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.InputEvent;
import io.millrace.exec.step.StepInput;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.error.ErrorRow;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A fragment of a distributed view: a dataflow here, or tasks on workers. Used by one thread at a time. */
sealed interface Stage extends AutoCloseable {
    /** How many tasks its input is divided among. */
    int partitions();

    /** What a step of the stage gave; the deltas are the caller's. */
    record Result(List<Batch> deltas, List<ErrorRow> errors, OptionalLong watermark, long lateRows, long lateWindows, long heldRows) {}

    /**
     * Takes a step.
     *
     * @param events by partition, then by input; what is taken over is removed from the lists, the rest stays the caller's
     */
    Result step(long tick, long micros, List<List<List<InputEvent>>> events);

    long stateBytes();

    @Override
    void close();

    /** In this process. */
    record Here(Dataflow dataflow) implements Stage {
        @Override
        public int partitions() {
            return 1;
        }

        @Override
        public Result step(long tick, long micros, List<List<List<InputEvent>>> events) {
            // The output's deltas pass to the caller, who closes them; late rows are not asked for
            StepInput input = new StepInput(tick, micros, events.get(0));
            events.get(0).forEach(List::clear);
            StepOutput output = dataflow.step(input);
            return new Result(output.deltas(), output.errors(), output.watermarkMicros(), output.lateRows(), output.lateWindows(),
                    output.heldRows());
        }

        @Override
        public long stateBytes() {
            return dataflow.stateBytes();
        }

        @Override
        public void close() {
            dataflow.close();
        }
    }

    /** On workers. */
    final class Away implements Stage {
        private static final long STEP_MILLIS_MAX = 120_000;

        private final List<StepTask> tasks;
        private final long[] stateBytes;

        Away(List<StepTask> tasks) {
            this.tasks = List.copyOf(tasks);
            this.stateBytes = new long[tasks.size()];
        }

        @Override
        public int partitions() {
            return tasks.size();
        }

        @Override
        public Result step(long tick, long micros, List<List<List<InputEvent>>> events) {
            List<CompletableFuture<StepTask.Result>> results = new ArrayList<>();
            for (int t = 0; t < tasks.size(); t++) {
                send(events.get(t), tasks.get(t));
                results.add(tasks.get(t).step(tick, micros));
            }
            List<Batch> deltas = new ArrayList<>();
            List<ErrorRow> errors = new ArrayList<>();
            MillraceException failure = null;
            for (int t = 0; t < tasks.size(); t++) {
                try {
                    StepTask.Result result = await(results.get(t));
                    deltas.addAll(result.deltas());
                    errors.addAll(result.errors());
                    stateBytes[t] = result.stateBytes();
                } catch (MillraceException e) {
                    failure = failure == null ? e : failure;
                }
            }
            if (failure != null) {
                deltas.forEach(Batch::close);
                throw failure;
            }
            return new Result(deltas, errors, OptionalLong.empty(), 0, 0, 0);
        }

        private static void send(List<List<InputEvent>> events, StepTask task) {
            for (int input = 0; input < events.size(); input++) {
                List<InputEvent> left = events.get(input);
                while (!left.isEmpty()) {
                    task.rows(input, ((InputEvent.Rows) left.removeFirst()).batch());
                }
            }
        }

        private static StepTask.Result await(CompletableFuture<StepTask.Result> result) {
            try {
                return result.get(STEP_MILLIS_MAX, TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof MillraceException known
                        ? known
                        : new MillraceException(ErrorCode.INTERNAL_ERROR, "a step failed on a worker: " + e.getCause(), e);
            } catch (TimeoutException e) {
                throw new MillraceException(ErrorCode.WORKER_LOST,
                        "a worker did not finish a step within " + STEP_MILLIS_MAX / 1000 + " s", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MillraceException(ErrorCode.SERVER_STOPPING, "interrupted while workers took a step", e);
            }
        }

        @Override
        public long stateBytes() {
            long sum = 0;
            for (long bytes : stateBytes) {
                sum += bytes;
            }
            return sum;
        }

        @Override
        public void close() {
            tasks.forEach(StepTask::close);
        }
    }
}
