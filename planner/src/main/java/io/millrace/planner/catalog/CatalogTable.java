package io.millrace.planner.catalog;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.util.ImmutableBitSet;

/** Something that a scan reads, at a fixed version: a table, files, a stream, a materialized view or a system table. What a TableScan's table unwraps to. */
public final class CatalogTable extends NamedRelation {
    /** Rows assumed where nothing is known. */
    private static final double UNKNOWN_ROWS = 1000;

    private final CatalogView catalog;
    private final String displayName;
    private final Optional<CatalogObject> object;
    private final ScanTarget target;
    private final Schema schema;
    private final List<Integer> primaryKey;
    private TableStatistics statistics;

    CatalogTable(RelOptSchema owner, CatalogView catalog, List<String> qualifiedName, String displayName, Optional<CatalogObject> object,
            ScanTarget target, Schema schema) {
        super(owner, qualifiedName, schema);
        this.catalog = catalog;
        this.displayName = displayName;
        this.object = object;
        this.target = target;
        this.schema = schema;
        this.primaryKey = primaryKey(object, schema);
    }

    private static List<Integer> primaryKey(Optional<CatalogObject> object, Schema schema) {
        // A stream's log holds every version of a key, and nobody checks an external table's.
        List<String> names = object.orElse(null) instanceof CatalogObject.Table table && table.external().isEmpty()
                ? table.primaryKey()
                : List.of();
        List<Integer> columns = new ArrayList<>();
        names.forEach(name -> columns.add(schema.indexOf(name)));
        return columns.contains(-1) ? List.of() : List.copyOf(columns);
    }

    /** As users know it, for EXPLAIN and messages. */
    public String name() {
        return displayName;
    }

    public ScanTarget target() {
        return target;
    }

    /** Of all columns. */
    public Schema schema() {
        return schema;
    }

    /** The catalog's object; empty for files that a query names itself, and for system tables. */
    public Optional<CatalogObject> object() {
        return object;
    }

    /** What is known of the data; asked once. */
    public TableStatistics statistics() {
        if (statistics == null) {
            statistics = catalog.statistics(target);
        }
        return statistics;
    }

    /** Columns of the primary key; empty where there is none or where uniqueness is not enforced. */
    public List<Integer> primaryKey() {
        return primaryKey;
    }

    /** The stream's event time. */
    public OptionalInt watermarkColumn() {
        return object.orElse(null) instanceof CatalogObject.Stream stream && stream.watermark().isPresent()
                ? OptionalInt.of(schema.indexOf(stream.watermark().get().column()))
                : OptionalInt.empty();
    }

    /** Whether rows keep coming, so that a continuous plan never sees the end. */
    public boolean isStream() {
        return object.orElse(null) instanceof CatalogObject.Stream;
    }

    @Override
    public double getRowCount() {
        double rows = statistics().rows();
        return rows < 0 ? UNKNOWN_ROWS : rows;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context) {
        return LogicalTableScan.create(context.getCluster(), this, context.getTableHints());
    }

    @Override
    public boolean isKey(ImmutableBitSet columns) {
        return !primaryKey.isEmpty() && columns.contains(ImmutableBitSet.of(primaryKey));
    }

    @Override
    public List<ImmutableBitSet> getKeys() {
        return primaryKey.isEmpty() ? List.of() : List.of(ImmutableBitSet.of(primaryKey));
    }
}
