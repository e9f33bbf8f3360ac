package io.millrace.cluster.view;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Where views stand. */
final class ViewInfos {
    private ViewInfos() {}

    static List<ViewInfo> of(RunningViews running, RefreshSchedule schedule) {
        List<ViewInfo> all = new ArrayList<>();
        for (ViewRuntime view : running.all()) {
            ViewGroup group = running.group(view.id());
            if (group != null) {
                all.add(group.between(() -> new ViewInfo(
                        view.id(),
                        state(view, group),
                        view.contentsTick(),
                        group.lag(),
                        view.contentsMicros(),
                        view.watermark(),
                        view.progress().rowsIn(),
                        view.progress().lateRows(),
                        view.progress().heldRows(),
                        view.stateBytes(),
                        view.audience().size(),
                        view.isPostponed() ? OptionalLong.of(view.contentsMicros()) : OptionalLong.empty(),
                        view.isPostponed() ? schedule.nextMicros(view.id()) : OptionalLong.empty(),
                        view.failure().map(Throwable::getMessage)
                                .or(view.engine()::rowError)
                                .or(() -> view.refreshFailure().map(e -> "the last refresh failed: " + e.getMessage())))));
            }
        }
        return all;
    }

    private static String state(ViewRuntime view, ViewGroup group) {
        if (view.failure().isPresent()) {
            return "FAILED";
        }
        if (group.isPaused()) {
            return "PAUSED";
        }
        return view.engine().rowError().isPresent() ? "FAILING" : "RUNNING";
    }
}
