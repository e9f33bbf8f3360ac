package io.millrace.cluster.view;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The views that run on this node, and the group that each moves with. Thread-safe. */
final class RunningViews {
    private final Map<String, ViewRuntime> views = new ConcurrentHashMap<>();
    private final Map<String, ViewGroup> groups = new ConcurrentHashMap<>();

    void install(ViewRuntime view, ViewGroup group) {
        group.add(view);
        views.put(view.id(), view);
        groups.put(view.id(), group);
    }

    void move(ViewRuntime view, ViewGroup group) {
        group.add(view);
        groups.put(view.id(), group);
    }

    /** Null if it does not run. */
    ViewRuntime find(String id) {
        return views.get(id);
    }

    void remove(String id) {
        views.remove(id);
        groups.remove(id);
    }

    ViewRuntime require(String id) {
        ViewRuntime view = views.get(id);
        if (view == null) {
            throw new MillraceException(ErrorCode.UNDEFINED_TABLE, "view " + id + " is not running on this node");
        }
        return view;
    }

    /** The group of a view that runs. */
    ViewGroup group(String id) {
        return groups.get(id);
    }

    Collection<ViewRuntime> all() {
        return views.values();
    }

    Set<ViewGroup> groups() {
        return new LinkedHashSet<>(groups.values());
    }

    void clear() {
        views.clear();
        groups.clear();
    }
}
