package io.millrace.benchmarks;

import java.net.http.WebSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** When each update came to each of some subscribers. The last column of the view is the update's number. */
final class Deliveries {
    private final long[][] arrived;
    private final AtomicInteger subscriber = new AtomicInteger();
    private final CountDownLatch subscribed;
    private final CountDownLatch left;

    Deliveries(int updates, int subscribers) {
        arrived = new long[subscribers][updates];
        subscribed = new CountDownLatch(subscribers);
        left = new CountDownLatch(updates * subscribers);
    }

    int subscribers() {
        return arrived.length;
    }

    void awaitSubscribed(long millis) throws InterruptedException {
        if (!subscribed.await(millis, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(subscribed.getCount() + " subscribers did not get the view's contents");
        }
    }

    boolean awaitAll(long millis) throws InterruptedException {
        return left.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Milliseconds from the moments given to the arrivals, of the updates from {@code first} on. */
    DoubleStream millisFrom(long[] moments, int first) {
        return Arrays.stream(arrived).flatMapToDouble(times -> IntStream.range(first, times.length)
                .filter(id -> times[id] != 0).mapToDouble(id -> (times[id] - moments[id]) / 1e6));
    }

    private void take(int who, CharSequence message) {
        long now = System.nanoTime();
        String text = message.toString();
        if (text.contains("\"complete\":true") && subscribed.getCount() > 0) {
            subscribed.countDown();
        }
        int rows = text.indexOf("\"rows\":[[");
        int end = text.indexOf("]]", rows);
        if (rows < 0) {
            return;
        }
        for (String row : text.substring(rows + 9, end).split("\\],\\[")) {
            int id = Integer.parseInt(row.substring(row.lastIndexOf(',') + 1));
            if (arrived[who][id] == 0) {
                arrived[who][id] = now;
                left.countDown();
            }
        }
    }

    /** A new subscriber over a WebSocket. */
    WebSocket.Listener socket() {
        int who = subscriber.getAndIncrement();
        StringBuilder message = new StringBuilder();
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                message.append(data);
                if (last) {
                    take(who, message);
                    message.setLength(0);
                }
                socket.request(1);
                return CompletableFuture.completedStage(null);
            }
        };
    }

    /** A new subscriber by server-sent events. */
    Flow.Subscriber<String> lines() {
        int who = subscriber.getAndIncrement();
        return new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(String line) {
                take(who, line);
            }

            @Override
            public void onError(Throwable problem) {
                // What does not arrive is counted.
            }

            @Override
            public void onComplete() {
                // What does not arrive is counted.
            }
        };
    }
}
