package io.millrace.cluster.view;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Steps that wait to be run, in whatever order chance has it, by whoever asks: nothing runs by itself. */
final class SimulatedTasks extends TickWait implements Executor {
    private final RandomGenerator random;
    private final List<Runnable> waiting = new ArrayList<>();

    SimulatedTasks(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public void execute(Runnable task) {
        waiting.add(task);
    }

    /** Runs one; false if there is none. */
    boolean runOne() {
        if (waiting.isEmpty()) {
            return false;
        }
        waiting.remove(random.nextInt(waiting.size())).run();
        return true;
    }

    @Override
    protected void help(CompletableFuture<Void> reached) {
        while (!reached.isDone() && runOne()) {
            // Until it is reached, or nothing is left that could reach it.
        }
    }

    void clear() {
        waiting.clear();
    }
}
