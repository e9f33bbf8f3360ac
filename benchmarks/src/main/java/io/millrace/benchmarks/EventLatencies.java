package io.millrace.benchmarks;

import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * When each event of each key was due and when a count that holds it came to the subscriber. A key's events are sent by one writer one after another, so
 * a count of n says that the first n are in.
 */
final class EventLatencies implements WebSocket.Listener {
    private final long[][] due;
    private final int[] counted;
    private final double[] millis;
    private final long fromNanos;
    private final AtomicLong left;
    private final CountDownLatch all = new CountDownLatch(1);
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final StringBuilder message = new StringBuilder();
    private int measured;

    /** @param fromNanos events that were due before do not count */
    EventLatencies(int keys, int eventsOfKey, long fromNanos) {
        this.due = new long[keys][eventsOfKey];
        this.counted = new int[keys];
        this.millis = new double[keys * eventsOfKey];
        this.left = new AtomicLong((long) keys * eventsOfKey);
        this.fromNanos = fromNanos;
    }

    /** The event that is about to be sent. */
    void due(int key, int number, long nanos) {
        due[key][number] = nanos;
    }

    void awaitSubscribed(long patienceMillis) throws InterruptedException {
        if (!subscribed.await(patienceMillis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("the view's contents did not come");
        }
    }

    /** Events that had not come by then. */
    long awaitAll(long patienceMillis) throws InterruptedException {
        return all.await(patienceMillis, TimeUnit.MILLISECONDS) ? 0 : left.get();
    }

    /** Milliseconds from when each event was due to its arrival, sorted. */
    double[] millis() {
        double[] sorted = Arrays.copyOf(millis, measured);
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(System.nanoTime());
            message.setLength(0);
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    /** Rows are {@code [key,count]}; that of a count which is taken back is less than one that came before, or as large. */
    private void take(long now) {
        if (subscribed.getCount() > 0 && message.indexOf("\"complete\":true") >= 0) {
            subscribed.countDown();
        }
        int at = message.indexOf("\"rows\":[[");
        if (at < 0) {
            return;
        }
        at += 9;
        int end = message.indexOf("]]", at) + 1;
        while (at < end) {
            int key = 0;
            for (at++; message.charAt(at) != ','; at++) {
                key = 10 * key + message.charAt(at) - '0';
            }
            int count = 0;
            for (at++; message.charAt(at) != ']'; at++) {
                count = 10 * count + message.charAt(at) - '0';
            }
            at++;
            if (at < end) {
                at++;
            }
            arrived(key, count, now);
        }
    }

    private void arrived(int key, int count, long now) {
        int from = counted[key];
        if (count <= from) {
            return;
        }
        for (int i = from; i < count; i++) {
            if (due[key][i] >= fromNanos) {
                millis[measured++] = (now - due[key][i]) / 1e6;
            }
        }
        counted[key] = count;
        if (left.addAndGet(from - count) == 0) {
            all.countDown();
        }
    }
}
