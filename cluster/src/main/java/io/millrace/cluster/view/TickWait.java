package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a view has come to a tick. */
class TickWait {
    /** How long a read waits for lagging views. */
    static final long READ_MILLIS = 60_000;

    /** Who waits may do something for it: where nothing runs by itself, the steps that it waits for. */
    protected void help(CompletableFuture<Void> reached) {}

    /** @throws MillraceException what the view failed with, or QUERY_TIMEOUT */
    final void await(CompletableFuture<Void> reached) {
        await(reached, READ_MILLIS);
    }

    final void await(CompletableFuture<Void> reached, long millisMax) {
        help(reached);
        try {
            reached.get(millisMax, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MillraceException typed) {
                throw typed;
            }
            throw new MillraceException(ErrorCode.INTERNAL_ERROR, "a view failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new MillraceException(
                    ErrorCode.QUERY_TIMEOUT,
                    "the view did not catch up within " + millisMax / 1000 + " seconds; see sys.jobs for its lag", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "interrupted", e);
        }
    }
}
