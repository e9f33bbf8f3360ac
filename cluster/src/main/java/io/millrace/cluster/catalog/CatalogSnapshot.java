package io.millrace.cluster.catalog;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.SourceProvider;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The catalog at one version of the metadata, with what each name reads pinned at its first use. For one statement, one thread at a time. */
public final class CatalogSnapshot implements CatalogView {
    /** Tick of a view's scan before the statement's views are held at one tick. */
    public static final long TICK_NOT_YET_HELD = -1;

    private final MetadataState state;
    private final Versions versions;
    private final SystemTables system;
    private final SourceProvider sources;
    private final Map<String, ScanTarget> pinned = new HashMap<>();
    private final Map<ScanTarget, TableStatistics> statistics = new HashMap<>();

    /** What storage knows of versions. */
    public interface Versions {
        ScanTarget.ManagedTable current(CatalogObject.Table table);

        ScanTarget.ManagedTable asOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros);

        ScanTarget.Stream current(CatalogObject.Stream stream);

        Schema inferSchema(List<String> paths, String format, Map<String, String> options);
    }

    public CatalogSnapshot(MetadataState state, Versions versions, SystemTables system, SourceProvider sources) {
        this.state = state;
        this.versions = versions;
        this.system = system;
        this.sources = sources;
    }

    @Override
    public List<String> schemas() {
        List<String> all = new ArrayList<>(state.schemas());
        system.all().stream().map(t -> t.name().schema()).distinct().forEach(all::add);
        return all;
    }

    @Override
    public Optional<CatalogObject> find(ObjectName name) {
        return system.find(name).<CatalogObject>map(SystemTable::descriptor).or(() -> state.find(name));
    }

    @Override
    public List<CatalogObject> objects(String schema) {
        List<CatalogObject> objects = new ArrayList<>(state.objects(schema));
        system.all().stream().filter(t -> t.name().schema().equals(schema)).forEach(t -> objects.add(t.descriptor()));
        return objects;
    }

    @Override
    public Optional<UserFunction> function(ObjectName name) {
        return state.function(name);
    }

    @Override
    public ScanTarget pin(CatalogObject object) {
        return pinned.computeIfAbsent(object.id(), id -> switch (object) {
            case CatalogObject.Table table -> system.find(table.name()).<ScanTarget>map(t -> new ScanTarget.System(t.name().toString()))
                    .orElseGet(() -> table.external()
                            .<ScanTarget>map(files -> new ScanTarget.Files(
                                    files.paths(), files.format(), table.options(),
                                    files.declared() ? Optional.of(table.schema()) : Optional.empty()))
                            .orElseGet(() -> versions.current(table)));
            case CatalogObject.Stream stream -> versions.current(stream);
            case CatalogObject.MaterializedView view -> new ScanTarget.View(view.id(), TICK_NOT_YET_HELD);
            case CatalogObject.Sink sink -> throw new MillraceException(
                    ErrorCode.WRONG_OBJECT_TYPE, "\"" + sink.name() + "\" is a sink: what it writes is in " + sink.connector());
            case CatalogObject.View view -> throw new IllegalArgumentException(view.name() + " is a view; its query is what is read");
        });
    }

    @Override
    public ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        if (table.external().isPresent()) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "table \"" + table.name() + "\" is external: only managed tables keep their history");
        }
        return versions.asOf(table, snapshotId, epochMicros);
    }

    @Override
    public TableStatistics statistics(ScanTarget target) {
        return statistics.computeIfAbsent(
                target, t -> t instanceof ScanTarget.View || t instanceof ScanTarget.System ? TableStatistics.UNKNOWN
                        : sources.open(t).statistics());
    }

    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return versions.inferSchema(paths, format, options);
    }
}
