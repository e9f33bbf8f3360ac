package io.millrace.common.catalog;

import io.millrace.common.type.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a name in a schema stands for. Immutable; {@code id} is unique for ever and names the object's files, logs and state. */
public sealed interface CatalogObject {
    String id();

    ObjectName name();

    /** The columns that a SELECT * shows. */
    Schema schema();

    /** Ids of the objects that this one reads, and that so cannot be dropped before it. */
    default List<String> dependencies() {
        return List.of();
    }

    /** information_schema's table_type. */
    default String tableType() {
        return switch (this) {
            case Table ignored -> "BASE TABLE";
            case Stream ignored -> "STREAM";
            case View ignored -> "VIEW";
            case MaterializedView ignored -> "MATERIALIZED VIEW";
            case Sink ignored -> "SINK";
        };
    }

    /** The word users say in CREATE and DROP. */
    default String kindName() {
        return switch (this) {
            case Table ignored -> "TABLE";
            case Stream ignored -> "STREAM";
            case View ignored -> "VIEW";
            case MaterializedView ignored -> "MATERIALIZED VIEW";
            case Sink ignored -> "SINK";
        };
    }

    /**
     * A managed table (Iceberg body and log head), or files as they are.
     *
     * @param primaryKey names of its columns, empty if there is none
     * @param partitioning transforms as SQL writes them: {@code day(ts)}, {@code bucket(16, id)}, {@code region}
     * @param defaults DEFAULT expressions' SQL text by column name
     * @param external set for CREATE EXTERNAL TABLE
     * @param options of WITH (…)
     */
    record Table(
            String id,
            ObjectName name,
            Schema schema,
            List<String> primaryKey,
            List<String> partitioning,
            Map<String, String> defaults,
            Optional<External> external,
            Map<String, String> options) implements CatalogObject {
        public Table {
            primaryKey = List.copyOf(primaryKey);
            partitioning = List.copyOf(partitioning);
            defaults = Map.copyOf(defaults);
            options = Map.copyOf(options);
        }
    }

    /** Where an external table's files are: paths or globs, their format, and whether its columns were declared or inferred from the files. */
    record External(List<String> paths, String format, boolean declared) {
        public External {
            paths = List.copyOf(paths);
        }
    }

    /**
     * A partitioned log.
     *
     * @param primaryKey if not empty, a row replaces the one of the same key (upsert)
     * @param watermark if event time is declared
     * @param partitions how many
     * @param options of WITH (…): connector, format, retention, …
     */
    record Stream(
            String id,
            ObjectName name,
            Schema schema,
            List<String> primaryKey,
            Optional<Watermark> watermark,
            int partitions,
            Map<String, String> defaults,
            Map<String, String> options) implements CatalogObject {
        public Stream {
            primaryKey = List.copyOf(primaryKey);
            defaults = Map.copyOf(defaults);
            options = Map.copyOf(options);
        }
    }

    /** WATERMARK FOR column AS column - delay; delay in micros, at least 0. */
    record Watermark(String column, long delayMicros) {}

    /** A named query. {@code sql} is the SELECT's text, resolved against {@code searchSchema}; {@code dependencies} are ids of the objects it reads. */
    record View(String id, ObjectName name, Schema schema, String sql, String searchSchema,
            List<String> dependencies) implements CatalogObject {
        public View {
            dependencies = List.copyOf(dependencies);
        }
    }

    /**
     * A query whose result is kept.
     *
     * @param sql the SELECT's text, resolved against {@code searchSchema}
     * @param freshness when it is brought up to date
     * @param emit when changes show
     * @param dependencies ids of the objects it reads
     * @param paused whether it stands still by ALTER … PAUSE
     * @param options of WITH (…): ttl, retention, …
     */
    record MaterializedView(
            String id,
            ObjectName name,
            Schema schema,
            String sql,
            String searchSchema,
            Freshness freshness,
            Emit emit,
            List<String> dependencies,
            boolean paused,
            Map<String, String> options) implements CatalogObject {
        public MaterializedView {
            dependencies = List.copyOf(dependencies);
            options = Map.copyOf(options);
        }
    }

    /**
     * A query whose changes are written into another system.
     *
     * @param schema of what is written
     * @param sql the SELECT's text, resolved against {@code searchSchema}
     * @param connector which system
     * @param dependencies ids of the objects it reads, and of tables that its rows go into which cannot be written
     * @param paused whether it stands still by ALTER SINK … PAUSE
     * @param options of WITH (…), and what the engine keeps of the session
     */
    record Sink(
            String id,
            ObjectName name,
            Schema schema,
            String sql,
            String searchSchema,
            Emit emit,
            String connector,
            List<String> dependencies,
            boolean paused,
            Map<String, String> options) implements CatalogObject {
        /** Option of the view that runs a sink's query: the connector. */
        public static final String CONNECTOR_OPTION = "sink.connector";

        public Sink {
            dependencies = List.copyOf(dependencies);
            options = Map.copyOf(options);
        }

        /** The query as a view that nobody can name: what runs it. */
        public MaterializedView asView() {
            Map<String, String> all = new HashMap<>(options);
            all.put(CONNECTOR_OPTION, connector);
            return new MaterializedView(id, name, schema, sql, searchSchema, new Freshness.Continuous(), emit, dependencies, paused, all);
        }

        public Sink withPaused(boolean newPaused) {
            return new Sink(id, name, schema, sql, searchSchema, emit, connector, dependencies, newPaused, options);
        }
    }

    /** When a materialized view is brought up to date. */
    sealed interface Freshness {
        record Continuous() implements Freshness {}

        record Every(long micros) implements Freshness {}

        record Cron(String expression) implements Freshness {}

        record Manual() implements Freshness {}
    }

    /** When a continuous view shows its changes. */
    sealed interface Emit {
        /** Current values at every tick; windows show while they are open. */
        record Changes() implements Emit {}

        /** A window's rows once, when the watermark has passed its end. */
        record OnWindowClose() implements Emit {}

        record Every(long micros) implements Emit {}
    }
}
