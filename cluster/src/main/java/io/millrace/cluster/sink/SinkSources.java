package io.millrace.cluster.sink;

import io.millrace.common.catalog.CatalogObject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a query reads in the end, through views. */
public final class SinkSources {
    private SinkSources() {}

    /** Whether all of it can be asked for again after a failure: lines of a socket cannot. */
    public static boolean areReplayable(Collection<String> ids, Function<String, Optional<CatalogObject>> catalog) {
        Deque<String> left = new ArrayDeque<>(ids);
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty()) {
            String id = left.pop();
            CatalogObject object = seen.add(id) ? catalog.apply(id).orElse(null) : null;
            if (object instanceof CatalogObject.Stream stream && "tcp".equals(stream.options().get("connector"))) {
                return false;
            }
            if (object != null) {
                left.addAll(object.dependencies());
            }
        }
        return true;
    }
}
