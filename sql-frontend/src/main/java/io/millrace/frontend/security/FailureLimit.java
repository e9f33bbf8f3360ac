package io.millrace.frontend.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Counts failed logins by user and address: after some in a minute more are refused unlooked at, until the minute is over. Thread-safe. */
final class FailureLimit {
    static final int FAILURES_MAX = 10;
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int KEYS_MAX = 10_000;

    private record Window(long startNanos, int failures) {}

    private final Map<String, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > KEYS_MAX;
        }
    };

    synchronized boolean isReached(String key, long nowNanos) {
        Window window = windows.get(key);
        if (window != null && nowNanos - window.startNanos() > WINDOW_NANOS) {
            windows.remove(key);
            return false;
        }
        return window != null && window.failures() >= FAILURES_MAX;
    }

    synchronized void failed(String key, long nowNanos) {
        Window window = windows.get(key);
        windows.put(key, window == null || nowNanos - window.startNanos() > WINDOW_NANOS
                ? new Window(nowNanos, 1) : new Window(window.startNanos(), window.failures() + 1));
    }

    synchronized void succeeded(String key) {
        windows.remove(key);
    }
}
