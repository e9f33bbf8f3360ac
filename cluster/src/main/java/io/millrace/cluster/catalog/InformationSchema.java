package io.millrace.cluster.catalog;

import io.millrace.cluster.metadata.MetadataState;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The standard's views of the catalog. */
public final class InformationSchema {
    public static final String NAME = "information_schema";
    private static final String CATALOG = "millrace";

    private InformationSchema() {}

    /** Rows come from the state at the moment of reading, system tables of {@code system} included. */
    public static List<SystemTable> tables(Supplier<MetadataState> state, Supplier<List<SystemTable>> system) {
        return List.of(
                table("schemata", () -> schemata(state.get(), system.get()), text("catalog_name"), text("schema_name"),
                        text("schema_owner")),
                table(
                        "tables",
                        () -> tables(state.get(), system.get()),
                        text("table_catalog"),
                        text("table_schema"),
                        text("table_name"),
                        text("table_type"),
                        text("is_insertable_into")),
                table(
                        "columns",
                        () -> columns(state.get(), system.get()),
                        text("table_catalog"),
                        text("table_schema"),
                        text("table_name"),
                        text("column_name"),
                        Field.of("ordinal_position", SqlType.INTEGER),
                        text("column_default"),
                        text("is_nullable"),
                        text("data_type"),
                        Field.of("character_maximum_length", SqlType.INTEGER),
                        Field.of("numeric_precision", SqlType.INTEGER),
                        Field.of("numeric_scale", SqlType.INTEGER),
                        Field.of("datetime_precision", SqlType.INTEGER)),
                table(
                        "key_column_usage",
                        () -> keys(state.get()),
                        text("constraint_catalog"),
                        text("constraint_schema"),
                        text("constraint_name"),
                        text("table_catalog"),
                        text("table_schema"),
                        text("table_name"),
                        text("column_name"),
                        Field.of("ordinal_position", SqlType.INTEGER)),
                table(
                        "table_constraints",
                        () -> constraints(state.get()),
                        text("constraint_catalog"),
                        text("constraint_schema"),
                        text("constraint_name"),
                        text("table_catalog"),
                        text("table_schema"),
                        text("table_name"),
                        text("constraint_type")),
                table(
                        "views",
                        () -> views(state.get()),
                        text("table_catalog"),
                        text("table_schema"),
                        text("table_name"),
                        text("view_definition"),
                        text("is_materialized")));
    }

    private static SystemTable table(String name, Supplier<List<List<Object>>> rows, Field... fields) {
        return new SystemTable(new ObjectName(NAME, name), Schema.of(fields), rows);
    }

    private static Field text(String name) {
        return Field.of(name, SqlType.VARCHAR);
    }

    private static List<List<Object>> schemata(MetadataState state, List<SystemTable> system) {
        List<List<Object>> rows = new ArrayList<>();
        state.schemas().forEach(schema -> rows.add(List.of(CATALOG, schema, CATALOG)));
        system.stream().map(t -> t.name().schema()).distinct().forEach(schema -> rows.add(List.of(CATALOG, schema, CATALOG)));
        return rows;
    }

    private static List<List<Object>> tables(MetadataState state, List<SystemTable> system) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : state.objects()) {
            if (object instanceof CatalogObject.Sink) {
                continue; // It has no rows here
            }
            boolean insertable =
                    object instanceof CatalogObject.Table table && table.external().isEmpty() || object instanceof CatalogObject.Stream;
            rows.add(List.of(CATALOG, object.name().schema(), object.name().name(), object.tableType(), insertable ? "YES" : "NO"));
        }
        system.forEach(t -> rows.add(List.of(CATALOG, t.name().schema(), t.name().name(), "VIEW", "NO")));
        return rows;
    }

    private static List<List<Object>> columns(MetadataState state, List<SystemTable> system) {
        List<List<Object>> rows = new ArrayList<>();
        List<CatalogObject> objects = new ArrayList<>(state.objects());
        objects.removeIf(object -> object instanceof CatalogObject.Sink);
        system.forEach(t -> objects.add(t.descriptor()));
        for (CatalogObject object : objects) {
            for (int i = 0; i < object.schema().size(); i++) {
                rows.add(column(object, i));
            }
        }
        return rows;
    }

    private static List<Object> column(CatalogObject object, int index) {
        Field field = object.schema().field(index);
        SqlType type = field.type();
        boolean character = type.isCharacter() && type.precision() != SqlType.UNBOUNDED;
        boolean decimal = type.kind() == SqlType.Kind.DECIMAL;
        boolean datetime =
                type.kind() == SqlType.Kind.TIME || type.kind() == SqlType.Kind.TIMESTAMP || type.kind() == SqlType.Kind.TIMESTAMP_TZ;
        return Arrays.asList(
                CATALOG,
                object.name().schema(),
                object.name().name(),
                field.name(),
                index + 1,
                defaultOf(object, field.name()),
                field.nullable() ? "YES" : "NO",
                type.toString(),
                character ? type.precision() : null,
                decimal ? type.precision() : null,
                decimal ? type.scale() : null,
                datetime ? type.precision() : null);
    }

    private static String defaultOf(CatalogObject object, String column) {
        return switch (object) {
            case CatalogObject.Table table -> table.defaults().get(column);
            case CatalogObject.Stream stream -> stream.defaults().get(column);
            case CatalogObject.View ignored -> null;
            case CatalogObject.MaterializedView ignored -> null;
            case CatalogObject.Sink ignored -> null;
        };
    }

    private static List<String> primaryKey(CatalogObject object) {
        return switch (object) {
            case CatalogObject.Table table -> table.primaryKey();
            case CatalogObject.Stream stream -> stream.primaryKey();
            case CatalogObject.View ignored -> List.of();
            case CatalogObject.MaterializedView ignored -> List.of();
            case CatalogObject.Sink ignored -> List.of();
        };
    }

    private static List<List<Object>> keys(MetadataState state) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : state.objects()) {
            String schema = object.name().schema();
            String name = object.name().name();
            List<String> key = primaryKey(object);
            for (int i = 0; i < key.size(); i++) {
                rows.add(List.of(CATALOG, schema, name + "_pkey", CATALOG, schema, name, key.get(i), i + 1));
            }
        }
        return rows;
    }

    private static List<List<Object>> constraints(MetadataState state) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : state.objects()) {
            if (!primaryKey(object).isEmpty()) {
                String schema = object.name().schema();
                String name = object.name().name();
                rows.add(List.of(CATALOG, schema, name + "_pkey", CATALOG, schema, name, "PRIMARY KEY"));
            }
        }
        return rows;
    }

    private static List<List<Object>> views(MetadataState state) {
        List<List<Object>> rows = new ArrayList<>();
        for (CatalogObject object : state.objects()) {
            switch (object) {
                case CatalogObject.View view -> rows.add(List.of(CATALOG, view.name().schema(), view.name().name(), view.sql(), "NO"));
                case CatalogObject.MaterializedView view ->
                        rows.add(List.of(CATALOG, view.name().schema(), view.name().name(), view.sql(), "YES"));
                case CatalogObject.Table ignored -> {}
                case CatalogObject.Stream ignored -> {}
                case CatalogObject.Sink ignored -> {}
            }
        }
        return rows;
    }
}
