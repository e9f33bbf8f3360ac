package io.millrace.cluster.view;

import io.millrace.cluster.sink.SinkJob;
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
                                .or(() -> view.sink().job().flatMap(SinkJob::failure).map(Throwable::getMessage))
                                .or(() -> group.unreachable().map(Throwable::getMessage))
                                .or(() -> view.refreshFailure().map(e -> "the last refresh failed: " + e.getMessage())),
                        view.sink().job().map(ViewInfos::sink))));
            }
        }
        return all;
    }

    private static ViewInfo.Written sink(SinkJob job) {
        return new ViewInfo.Written(job.committedTick(), job.rowsWritten(), job.pendingBytes());
    }

    private static String state(ViewRuntime view, ViewGroup group) {
        if (view.failure().isPresent()) {
            return "FAILED";
        }
        if (group.isPaused()) {
            return "PAUSED";
        }
        if (group.unreachable().isPresent() || view.sink().job().flatMap(SinkJob::failure).isPresent()) {
            return "RETRYING";
        }
        return view.engine().rowError().isPresent() ? "FAILING" : "RUNNING";
    }
}
