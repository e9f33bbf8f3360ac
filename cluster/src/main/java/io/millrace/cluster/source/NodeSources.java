package io.millrace.cluster.source;

import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.port.TableSource;
import java.util.function.Function;

/** Everything that a node can scan, by kind of target. */
public record NodeSources(
        Function<ScanTarget.Files, TableSource> files,
        Function<ScanTarget.ManagedTable, TableSource> tables,
        Function<ScanTarget.Stream, TableSource> streams,
        Function<ScanTarget.View, TableSource> views,
        Function<ScanTarget.System, TableSource> system) implements SourceProvider {
    @Override
    public TableSource open(ScanTarget target) {
        return switch (target) {
            case ScanTarget.Files t -> files.apply(t);
            case ScanTarget.ManagedTable t -> tables.apply(t);
            case ScanTarget.Stream t -> streams.apply(t);
            case ScanTarget.View t -> views.apply(t);
            case ScanTarget.System t -> system.apply(t);
        };
    }
}
