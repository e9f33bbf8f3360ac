package io.millrace.cluster.view;

import io.millrace.exec.step.Input;
import java.util.ArrayList;
import java.util.List;

/** What feeds the inputs of a view's dataflow, in their order. */
record Leaves(List<Leaf> list) {
    Leaves {
        list = List.copyOf(list);
    }

    Leaf of(Input input) {
        return list.get(input.index());
    }

    List<SourceFeed> feeds() {
        List<SourceFeed> feeds = new ArrayList<>();
        for (Leaf leaf : list) {
            if (leaf instanceof Leaf.Feed(SourceFeed feed)) {
                feeds.add(feed);
            }
        }
        return feeds;
    }

    List<ViewRuntime> views() {
        List<ViewRuntime> views = new ArrayList<>();
        for (Leaf leaf : list) {
            if (leaf instanceof Leaf.Upstream(ViewRuntime view)) {
                views.add(view);
            }
        }
        return views;
    }

    /** The first input that a log feeds, or -1. */
    int indexOf(SourceFeed feed) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Leaf.Feed(SourceFeed read) && read.logId().equals(feed.logId())) {
                return i;
            }
        }
        return -1;
    }
}
