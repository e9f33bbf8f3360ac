package io.millrace.cluster.metadata;

import io.millrace.cluster.access.AccessState;
import io.millrace.cluster.access.Grant;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All metadata after a number of changes, immutable: whoever holds one sees one version from beginning to end.
 *
 * @param version how many changes made it
 * @param schemas names of all schemas
 * @param objects all catalog objects
 * @param tablePointers by table id: location of the body's current Iceberg metadata file
 * @param settings by name
 * @param access users, owners, grants
 * @param functions that users made
 */
public record MetadataState(
        long version,
        List<String> schemas,
        List<CatalogObject> objects,
        Map<String, String> tablePointers,
        Map<String, String> settings,
        AccessState access,
        List<UserFunction> functions,
        Index index) {
    /** Look-ups derived from the objects; never written. */
    public record Index(Map<String, CatalogObject> byId, Map<String, CatalogObject> byName) {
        static Index of(List<CatalogObject> objects) {
            Map<String, CatalogObject> byId = new TreeMap<>();
            Map<String, CatalogObject> byName = new TreeMap<>();
            for (CatalogObject object : objects) {
                byId.put(object.id(), object);
                byName.put(key(object.name()), object);
            }
            return new Index(byId, byName);
        }

        private static String key(ObjectName name) {
            return name.schema() + '\u0000' + name.name();
        }
    }

    /** The written form: what a snapshot file holds. */
    record Snapshot(
            long version,
            List<String> schemas,
            List<CatalogObject> objects,
            Map<String, String> tablePointers,
            Map<String, String> settings,
            AccessState access,
            List<UserFunction> functions) {}

    static final MetadataState EMPTY = of(
            new Snapshot(0, List.of(ObjectName.DEFAULT_SCHEMA), List.of(), Map.of(), Map.of(), AccessState.EMPTY, List.of()));

    static MetadataState of(Snapshot written) {
        return new MetadataState(
                written.version(),
                List.copyOf(written.schemas()),
                List.copyOf(written.objects()),
                Map.copyOf(written.tablePointers()),
                Map.copyOf(written.settings()),
                // A snapshot of before there were users has none.
                written.access() == null ? AccessState.EMPTY : written.access(),
                List.copyOf(written.functions()),
                Index.of(written.objects()));
    }

    Snapshot toSnapshot() {
        return new Snapshot(version, schemas, objects, tablePointers, settings, access, functions);
    }

    /** Whether both have the same schemas, objects, settings, users and grants; where the tables' bodies lie may differ. */
    public boolean definesSameAs(MetadataState other) {
        return this == other
                || index == other.index && access == other.access && settings == other.settings && schemas.equals(other.schemas)
                        && functions.equals(other.functions);
    }

    public Optional<CatalogObject> find(ObjectName name) {
        return Optional.ofNullable(index.byName().get(Index.key(name)));
    }

    public Optional<CatalogObject> byId(String id) {
        return Optional.ofNullable(index.byId().get(id));
    }

    public List<CatalogObject> objects(String schema) {
        return objects.stream().filter(o -> o.name().schema().equals(schema)).toList();
    }

    /** The objects that read this one. */
    public List<CatalogObject> dependents(String id) {
        return objects.stream().filter(o -> o.dependencies().contains(id)).toList();
    }

    /**
     * The state after a change.
     *
     * @throws MillraceException if the change does not fit this state; then nothing has changed
     */
    MetadataState apply(MetadataChange change) {
        return switch (change) {
            case MetadataChange.CreateSchema create -> createSchema(create.name())
                    .with(access.owned(Grant.schema(create.name()), create.owner()));
            case MetadataChange.DropSchema drop -> dropSchema(drop.name()).with(access.without(Grant.schema(drop.name())));
            case MetadataChange.CreateObject create -> createObject(create.object())
                    .with(access.owned(create.object().id(), create.owner()));
            case MetadataChange.ReplaceObject replace -> replaceObject(replace);
            case MetadataChange.DropObject drop -> dropObject(drop).with(access.without(drop.id()));
            case MetadataChange.CreateFunction create -> createFunction(create);
            case MetadataChange.DropFunction drop -> dropFunction(drop.name());
            case MetadataChange.MoveTablePointer move -> moveTablePointer(move);
            case MetadataChange.PutSetting put -> with(
                    schemas,
                    objects,
                    tablePointers,
                    put.value().map(value -> put(settings, put.name(), value)).orElseGet(() -> remove(settings, put.name())));
            case MetadataChange.Access changed -> with(schemas, objects, tablePointers, settings)
                    .with(access.apply(changed.change()));
        };
    }

    private MetadataState createSchema(String name) {
        if (schemas.contains(name)) {
            throw new MillraceException(ErrorCode.DUPLICATE_SCHEMA, "schema \"" + name + "\" already exists");
        }
        return with(add(schemas, name), objects, tablePointers, settings);
    }

    private MetadataState dropSchema(String name) {
        if (!schemas.contains(name)) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + name + "\" does not exist");
        }
        List<CatalogObject> inside = objects(name);
        if (!inside.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "schema \"" + name + "\" is not empty: it holds " + inside.size() + " objects, " + inside.get(0).name() + " among them")
                    .withHint("drop them first, or use DROP SCHEMA … CASCADE");
        }
        functions.stream().filter(f -> f.name().schema().equals(name)).findFirst().ifPresent(function -> {
            throw new MillraceException(ErrorCode.DEPENDENT_OBJECTS,
                    "schema \"" + name + "\" is not empty: it holds function " + function.name()).withHint("drop it first");
        });
        return with(schemas.stream().filter(s -> !s.equals(name)).toList(), objects, tablePointers, settings);
    }

    public Optional<UserFunction> function(ObjectName name) {
        return functions.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    private MetadataState createFunction(MetadataChange.CreateFunction create) {
        UserFunction function = create.function();
        if (!schemas.contains(function.name().schema())) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + function.name().schema() + "\" does not exist");
        }
        Optional<UserFunction> old = function(function.name());
        if (!old.map(UserFunction::id).equals(create.replacedId())) {
            throw new MillraceException(ErrorCode.DUPLICATE_OBJECT, "function \"" + function.name() + "\" already exists");
        }
        old.ifPresent(this::requireUnused);
        List<UserFunction> others = functions.stream().filter(f -> !f.name().equals(function.name())).toList();
        return withFunctions(add(others, function));
    }

    private MetadataState dropFunction(ObjectName name) {
        UserFunction function = function(name).orElseThrow(
                () -> new MillraceException(ErrorCode.UNDEFINED_FUNCTION, "function \"" + name + "\" does not exist"));
        requireUnused(function);
        return withFunctions(functions.stream().filter(f -> !f.name().equals(name)).toList());
    }

    private void requireUnused(UserFunction function) {
        List<CatalogObject> dependents = dependents(function.id());
        if (!dependents.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "cannot drop or replace function \"" + function.name() + "\": "
                            + dependents.get(0).kindName().toLowerCase(java.util.Locale.ROOT) + " \"" + dependents.get(0).name()
                            + "\" uses it")
                    .withHint("drop what uses it first");
        }
    }

    private MetadataState withFunctions(List<UserFunction> newFunctions) {
        return new MetadataState(version + 1, schemas, objects, tablePointers, settings, access, List.copyOf(newFunctions), index);
    }

    private MetadataState createObject(CatalogObject object) {
        if (!schemas.contains(object.name().schema())) {
            throw new MillraceException(ErrorCode.UNDEFINED_SCHEMA, "schema \"" + object.name().schema() + "\" does not exist");
        }
        find(object.name()).ifPresent(other -> {
            throw new MillraceException(ErrorCode.DUPLICATE_TABLE,
                    other.kindName().toLowerCase(java.util.Locale.ROOT) + " \"" + object.name() + "\" already exists");
        });
        object.dependencies().forEach(this::requireKnown);
        return with(schemas, add(objects, object), tablePointers, settings);
    }

    private MetadataState replaceObject(MetadataChange.ReplaceObject replace) {
        CatalogObject old = require(replace.replacedId());
        if (!old.name().equals(replace.object().name())) {
            throw new MillraceException(ErrorCode.WRITE_CONFLICT, old.name() + " was renamed meanwhile");
        }
        replace.object().dependencies().forEach(this::requireKnown);
        return with(
                schemas,
                objects.stream().map(o -> o.id().equals(old.id()) ? replace.object() : o).toList(),
                tablePointers,
                settings);
    }

    private MetadataState dropObject(MetadataChange.DropObject drop) {
        CatalogObject object = find(drop.name())
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "\"" + drop.name() + "\" does not exist"));
        if (!object.id().equals(drop.id())) {
            throw new MillraceException(ErrorCode.WRITE_CONFLICT, "\"" + drop.name() + "\" was replaced meanwhile");
        }
        List<CatalogObject> dependents = dependents(object.id());
        if (!dependents.isEmpty()) {
            throw new MillraceException(
                    ErrorCode.DEPENDENT_OBJECTS,
                    "cannot drop \"" + drop.name() + "\": " + dependents.get(0).kindName().toLowerCase(java.util.Locale.ROOT) + " \""
                            + dependents.get(0).name() + "\" reads it")
                    .withHint("drop what reads it first, or use CASCADE");
        }
        return with(
                schemas,
                objects.stream().filter(o -> !o.id().equals(object.id())).toList(),
                remove(tablePointers, object.id()),
                settings);
    }

    private MetadataState moveTablePointer(MetadataChange.MoveTablePointer move) {
        require(move.tableId());
        if (!Optional.ofNullable(tablePointers.get(move.tableId())).equals(move.expected())) {
            throw new MillraceException(ErrorCode.WRITE_CONFLICT,
                    "the table's body moved meanwhile: expected " + move.expected().orElse("none"));
        }
        return with(schemas, objects, put(tablePointers, move.tableId(), move.location()), settings);
    }

    private void requireKnown(String id) {
        if (functions.stream().noneMatch(f -> f.id().equals(id))) {
            require(id);
        }
    }

    private CatalogObject require(String id) {
        return byId(id).orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_OBJECT, "object " + id + " was dropped meanwhile"));
    }

    private MetadataState with(
            List<String> newSchemas,
            List<CatalogObject> newObjects,
            Map<String, String> newPointers,
            Map<String, String> newSettings) {
        return new MetadataState(
                version + 1,
                List.copyOf(newSchemas),
                List.copyOf(newObjects),
                newPointers,
                newSettings,
                access,
                functions,
                newObjects == objects ? index : Index.of(newObjects));
    }

    /** The same version with other users and grants. */
    private MetadataState with(AccessState newAccess) {
        return new MetadataState(version, schemas, objects, tablePointers, settings, newAccess, functions, index);
    }

    private static <T> List<T> add(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return longer;
    }

    private static <V> Map<String, V> put(Map<String, V> map, String key, V value) {
        Map<String, V> larger = new TreeMap<>(map);
        larger.put(key, value);
        return Map.copyOf(larger);
    }

    private static <V> Map<String, V> remove(Map<String, V> map, String key) {
        Map<String, V> smaller = new TreeMap<>(map);
        smaller.remove(key);
        return Map.copyOf(smaller);
    }
}
