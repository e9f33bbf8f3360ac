package io.millrace.cluster.catalog;

import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The registry of system tables; services add theirs while the node starts. */
public final class SystemTables {
    private final List<SystemTable> tables = new CopyOnWriteArrayList<>();

    public void add(List<SystemTable> more) {
        tables.addAll(more);
    }

    public List<SystemTable> all() {
        return List.copyOf(tables);
    }

    public Optional<SystemTable> find(ObjectName name) {
        return tables.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** Opens {@link io.millrace.common.plan.ScanTarget.System}; {@code name} is schema-qualified. */
    public TableSource open(String name) {
        SystemTable table = tables.stream()
                .filter(t -> t.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "system table " + name + " does not exist"));
        return new SystemTableSource(table);
    }
}
