package io.millrace.exec.pipeline;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Work that a {@link TaskQueue} runs in slices.
 *
 * <pre>
 * QUEUED  → RUNNING            a thread takes it
 * RUNNING → QUEUED             the slice ended, there is more to do
 * RUNNING → PARKED             it waits for {@link #wake}
 * RUNNING → SIGNALLED → QUEUED woken while it ran: what it waited for may have come in between
 * PARKED  → QUEUED             woken
 * RUNNING → DONE
 * </pre>
 */
public abstract class PoolTask {
    /** How a slice ended. */
    public enum Outcome {
        YIELD,
        PARK,
        DONE
    }

    private enum State {
        QUEUED,
        RUNNING,
        SIGNALLED,
        PARKED,
        DONE
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private TaskQueue queue;
    private Outcome outcome;

    /** Works until about {@code deadlineNanos} (of the clock that the pool was given); before it returns PARK someone must hold {@link #wake}. Never throws. */
    protected abstract Outcome run(long deadlineNanos);

    final void bind(TaskQueue owner) {
        queue = owner;
    }

    /** One slice; true if it could go on at once. */
    final boolean slice(long deadlineNanos) {
        state.set(State.RUNNING);
        outcome = run(deadlineNanos);
        return outcome == Outcome.YIELD;
    }

    final void settle() {
        switch (outcome) {
            case DONE -> state.set(State.DONE);
            case YIELD -> requeue();
            case PARK -> {
                if (!state.compareAndSet(State.RUNNING, State.PARKED)) {
                    requeue();
                }
            }
        }
    }

    private void requeue() {
        state.set(State.QUEUED);
        queue.enqueue(this);
    }

    /** Makes a parked task run again; harmless at any time, from any thread. */
    public final void wake() {
        while (true) {
            State now = state.get();
            switch (now) {
                case QUEUED, SIGNALLED, DONE -> {
                    return;
                }
                case RUNNING -> {
                    if (state.compareAndSet(State.RUNNING, State.SIGNALLED)) {
                        return;
                    }
                }
                case PARKED -> {
                    if (state.compareAndSet(State.PARKED, State.QUEUED)) {
                        queue.enqueue(this);
                        return;
                    }
                }
            }
        }
    }
}
