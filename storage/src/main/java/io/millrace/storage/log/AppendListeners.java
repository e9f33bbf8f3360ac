package io.millrace.storage.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to hear of appended rows. Called by the committer after rows are durable and readable: a listener only wakes someone up. */
public final class AppendListeners {
    /** Hears of rows that have become readable. */
    @FunctionalInterface
    public interface Listener {
        void appended(Log log, int partition, AppendResult result);
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Returns what ends the listening. */
    public AutoCloseable add(Listener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void appended(Append append, AppendResult result) {
        for (Listener listener : listeners) {
            listener.appended(append.log(), append.partition(), result);
        }
    }
}
