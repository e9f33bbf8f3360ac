package io.millrace.planner.catalog;

import io.millrace.common.catalog.ObjectName;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/** The catalog as Calcite's tree of schemas, looked up lazily. */
final class CatalogRoot extends AbstractSchema {
    private final StatementCatalog catalog;
    private final RelOptSchema owner;

    CatalogRoot(StatementCatalog catalog, RelOptSchema owner) {
        this.catalog = catalog;
        this.owner = owner;
    }

    @Override
    public Lookup<Table> tables() {
        return Lookup.empty();
    }

    @Override
    public Lookup<? extends Schema> subSchemas() {
        return new ByName<Schema>(this::schema);
    }

    private Schema schema(String name) {
        boolean exists = name.equals(StatementCatalog.UNNAMED) || catalog.view().schemas().contains(name);
        return exists ? new NamedSchema(name) : null;
    }

    private final class NamedSchema extends AbstractSchema {
        private final String schema;

        NamedSchema(String schema) {
            this.schema = schema;
        }

        @Override
        public Lookup<Table> tables() {
            return new ByName<>(name -> catalog.find(new ObjectName(schema, name), owner).map(NamedRelation::asTable).orElse(null));
        }

        @Override
        public Lookup<? extends Schema> subSchemas() {
            return Lookup.empty();
        }
    }

    private record ByName<T>(Function<String, ? extends T> find) implements Lookup<T> {
        @Override
        public T get(String name) {
            return find.apply(name);
        }

        @Override
        public Named<T> getIgnoreCase(String name) {
            return null;
        }

        @Override
        public Set<String> getNames(LikePattern pattern) {
            return Set.of();
        }
    }
}
