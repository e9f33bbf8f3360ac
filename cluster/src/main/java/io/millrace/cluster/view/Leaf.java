package io.millrace.cluster.view;

import io.millrace.common.port.TableSource;
import io.millrace.exec.step.InputFacts;

/** What feeds one input of a view's dataflow. */
sealed interface Leaf {
    InputFacts facts();

    /** A stream or table: its log of changes. */
    record Feed(SourceFeed feed) implements Leaf {
        @Override
        public InputFacts facts() {
            return feed.facts();
        }
    }

    /** Another view: what it puts out at the same tick. */
    record Upstream(ViewRuntime view) implements Leaf {
        @Override
        public InputFacts facts() {
            return InputFacts.TABLE;
        }
    }

    /** Files as they are, or literal sources: read once when the view is made, they do not change. */
    record Fixed(TableSource source) implements Leaf {
        @Override
        public InputFacts facts() {
            return InputFacts.APPEND_ONLY;
        }
    }
}
