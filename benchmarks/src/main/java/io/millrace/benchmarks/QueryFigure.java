package io.millrace.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one query took us and the peer.
 *
 * @param planningMillis what of ours is planning
 * @param oursLong after many warm-up runs, as {@code peerLong}; null: not measured
 */
record QueryFigure(String query, RunTime ours, RunTime peer, double planningMillis, RunTime oursLong, RunTime peerLong) {
    private double ratio() {
        return ours.millis() / peer.millis();
    }

    private double processorRatio() {
        // Their clock ticks every ten milliseconds on some systems
        return Math.max(ours.processorMillis(), 1) / Math.max(peer.processorMillis(), 1);
    }

    private double ratioLong() {
        return oursLong.millis() / peerLong.millis();
    }

    @Override
    public String toString() {
        return "Q%s: %.1f ms of which planning %.1f ms, DuckDB %.1f ms, ratio %.2f, of processor time %.2f%s".formatted(
                query, ours.millis(), planningMillis, peer.millis(), ratio(), processorRatio(),
                oursLong == null ? "" : "; long %.1f ms, ratio %.2f".formatted(oursLong.millis(), ratioLong()));
    }

    /** A table in Markdown, geometric means below, and a line about planning. */
    static List<String> table(List<QueryFigure> figures) {
        boolean withLong = figures.getFirst().oursLong() != null;
        List<String> lines = new ArrayList<>();
        lines.add("| query | Millrace | of which planning | DuckDB | ratio | ratio of processor time |"
                + (withLong ? " Millrace, long | DuckDB, long | ratio, long |" : ""));
        lines.add("|---|---|---|---|---|---|" + (withLong ? "---|---|---|" : ""));
        for (QueryFigure f : figures) {
            lines.add("| Q%s | %.1f | %.1f | %.1f | %.2f | %.2f |".formatted(f.query(), f.ours().millis(), f.planningMillis(),
                    f.peer().millis(), f.ratio(), f.processorRatio())
                    + (withLong ? " %.1f | %.1f | %.2f |".formatted(f.oursLong().millis(), f.peerLong().millis(), f.ratioLong()) : ""));
        }
        lines.add("| geometric mean | %.1f | %.1f | %.1f | **%.2f** | **%.2f** |".formatted(mean(figures, f -> f.ours().millis()),
                mean(figures, QueryFigure::planningMillis), mean(figures, f -> f.peer().millis()), mean(figures, QueryFigure::ratio),
                mean(figures, QueryFigure::processorRatio))
                + (withLong ? " %.1f | %.1f | **%.2f** |".formatted(mean(figures, f -> f.oursLong().millis()),
                        mean(figures, f -> f.peerLong().millis()), mean(figures, QueryFigure::ratioLong)) : ""));
        QueryFigure worst = figures.stream().max(Comparator.comparingDouble(QueryFigure::planningMillis)).orElseThrow();
        lines.add("");
        lines.add("Planning: median %.1f ms, worst %.1f ms (Q%s).".formatted(
                Samples.median(figures.stream().mapToDouble(QueryFigure::planningMillis).toArray()), worst.planningMillis(),
                worst.query()));
        return lines;
    }

    private static double mean(List<QueryFigure> figures, ToDoubleFunction<QueryFigure> value) {
        return Samples.geometricMean(figures.stream().map(value::applyAsDouble).toList());
    }
}
