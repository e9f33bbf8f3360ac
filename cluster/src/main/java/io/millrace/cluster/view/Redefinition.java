package io.millrace.cluster.view;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.exec.step.Dataflow;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.StateNote;
import io.millrace.exec.step.StateReuse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A view that gets another query: what of its state goes on, and what is read anew. */
final class Redefinition {
    private final ViewRuntime before;
    private final ViewRuntime after;
    private final Dataflow next;
    private final StateReuse reuse;

    /** Called between steps. {@code after} is without state; it stays the caller's until {@link #run}. */
    Redefinition(ViewRuntime before, ViewRuntime after) {
        this.before = before;
        this.after = after;
        this.next = after.engine().dataflow().whole();
        this.reuse = next.reuse(before.engine().dataflow().whole());
        if (before.engine().contents().firstError() != null) {
            // Rows that failed below what is kept would be forgotten
            reuse.forget();
        }
    }

    /** Refuses what cannot be done while the view runs. {@code group}: that of the view as it is. */
    static void requirePossible(CatalogObject.MaterializedView view, ViewRuntime before, ViewRuntime after, ViewGroup group) {
        String refusal = null;
        Set<String> read = new HashSet<>();
        before.leaves().views().forEach(each -> read.add(each.id()));
        if (before.isPostponed()) {
            refusal = "it is not continuous; make it so first, by SET FRESHNESS CONTINUOUS";
        } else if (!before.isCheckpointed() || !after.isCheckpointed()) {
            refusal = "its tasks on workers keep their state";
        } else if (SideOutputs.asked(view)) {
            refusal = "it gives rows out into a table";
        } else if (group.isPaused() || group.hasFailed()) {
            refusal = "it stands still; resume it first";
        } else if (after.leaves().views().stream().anyMatch(each -> !read.contains(each.id()))) {
            refusal = "the new query reads a view that the old one does not";
        }
        if (refusal != null) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "the query of view \"" + view.name() + "\" cannot be changed: " + refusal);
        }
    }

    /** What would happen, a line each. */
    List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (StateNote note : next.stateNotes()) {
            lines.add((reuse.keeps(note.operator()) ? "kept: " : "rebuilt: ") + note);
        }
        for (Input input : next.inputs()) {
            if (!next.isKept(input.index(), reuse)) {
                lines.add("read from its beginning: " + input.name());
            }
        }
        return lines;
    }

    /** Fills the new dataflow, shows the difference to what was there, and puts it in the old one's place. */
    void run(Tick tick, Timeline timeline) {
        next.adopt(before.engine().dataflow().whole(), reuse);
        after.fill(tick, timeline, input -> !next.isKept(input.index(), reuse));
        before.become(after, tick);
    }
}
