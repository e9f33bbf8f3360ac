package io.millrace.planner.support;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalog in memory, for plans that are never run. */
public final class TestCatalog implements CatalogView {
    private final Map<ObjectName, CatalogObject> objects = new LinkedHashMap<>();

    /** Adds {@code name} in schema public, with columns as {@code a INTEGER, b VARCHAR NOT NULL} and an optional {@code PRIMARY KEY (a)}. */
    public TestCatalog table(String name, Schema schema, String... primaryKey) {
        ObjectName full = name(name);
        return add(
                new CatalogObject.Table("id-" + full, full, schema, List.of(primaryKey), List.of(), Map.of(), Optional.empty(), Map.of()));
    }

    public TestCatalog stream(String name, Schema schema, String watermark) {
        ObjectName full = name(name);
        return add(new CatalogObject.Stream("id-" + full, full, schema, List.of(),
                Optional.of(new CatalogObject.Watermark(watermark, 5_000_000)), 1, Map.of(), Map.of()));
    }

    public TestCatalog view(String name, Schema schema, String sql) {
        ObjectName full = name(name);
        return add(new CatalogObject.View("id-" + full, full, schema, sql, full.schema(), List.of()));
    }

    public TestCatalog add(CatalogObject object) {
        objects.put(object.name(), object);
        return this;
    }

    private static ObjectName name(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? new ObjectName(ObjectName.DEFAULT_SCHEMA, name) : new ObjectName(name.substring(0, dot), name.substring(dot + 1));
    }

    /** Columns from names and types: {@code columns("a", SqlType.INTEGER, "b", SqlType.VARCHAR)}; a name that ends in {@code !} is NOT NULL. */
    public static Schema columns(Object... namesAndTypes) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            String name = (String) namesAndTypes[i];
            boolean required = name.endsWith("!");
            fields.add(new Field(required ? name.substring(0, name.length() - 1) : name, (SqlType) namesAndTypes[i + 1], !required));
        }
        return new Schema(fields);
    }

    @Override
    public List<String> schemas() {
        List<String> schemas = new ArrayList<>(List.of("public", "information_schema", "sys"));
        objects.keySet().stream().map(ObjectName::schema).filter(s -> !schemas.contains(s)).distinct().forEach(schemas::add);
        return schemas;
    }

    @Override
    public Optional<CatalogObject> find(ObjectName name) {
        return Optional.ofNullable(objects.get(name));
    }

    @Override
    public List<CatalogObject> objects(String schema) {
        return objects.values().stream().filter(o -> o.name().schema().equals(schema)).toList();
    }

    @Override
    public ScanTarget pin(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> new ScanTarget.ManagedTable(table.id(), 1, 0);
            case CatalogObject.Stream stream -> new ScanTarget.Stream(stream.id(), List.of(0L), List.of(10L));
            case CatalogObject.MaterializedView view -> new ScanTarget.View(view.id(), 1);
            case CatalogObject.View view -> throw new IllegalArgumentException(view.toString());
            case CatalogObject.Sink sink -> throw new IllegalArgumentException(sink.toString());
        };
    }

    @Override
    public ScanTarget pinAsOf(CatalogObject.Table table, Optional<Long> snapshotId, Optional<Long> epochMicros) {
        return new ScanTarget.ManagedTable(table.id(), snapshotId.or(() -> epochMicros).orElseThrow(), 0);
    }

    @Override
    public TableStatistics statistics(ScanTarget target) {
        return TableStatistics.UNKNOWN;
    }

    @Override
    public Schema inferSchema(List<String> paths, String format, Map<String, String> options) {
        return columns("a", SqlType.INTEGER, "b", SqlType.VARCHAR);
    }
}
