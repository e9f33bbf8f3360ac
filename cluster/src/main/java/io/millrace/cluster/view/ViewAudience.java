package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Who follows a view, and the last changes for who comes back. Used under the view's group's lock. */
final class ViewAudience implements AutoCloseable {
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final ChangeHistory history = new ChangeHistory();

    void startAt(long tick) {
        history.startAt(tick);
    }

    /** The deltas stay the caller's. */
    void hear(long tick, long micros, List<Batch> deltas, OptionalLong watermark) {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            subscription.offer(new ViewChange(tick, micros, Subscription.retained(deltas), watermark));
        }
        history.add(new ViewChange(tick, micros, Subscription.retained(deltas), watermark));
    }

    void add(Subscription subscription, ViewChange first) {
        subscription.offer(first);
        subscriptions.add(subscription);
    }

    /** @throws MillraceException SUBSCRIPTION_EXPIRED if the changes after the tick are not kept */
    void resume(Subscription subscription, long afterTick) {
        history.after(afterTick).forEach(subscription::offer);
        subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription);
    }

    int size() {
        return subscriptions.size();
    }

    void fail(MillraceException reason) {
        List.copyOf(subscriptions).forEach(s -> s.fail(reason));
    }

    @Override
    public void close() {
        history.close();
    }
}
