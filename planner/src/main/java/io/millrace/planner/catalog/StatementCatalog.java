package io.millrace.planner.catalog;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.CatalogView;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.catalog.UserFunction;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;

/** What the names of one statement stand for; resolved once each, remembered as dependencies. Belongs to one planning, so not thread-safe. */
public final class StatementCatalog {
    /** Schema of the tables that have no name in the catalog: files, and tables at an earlier version. Users cannot write the name unquoted. */
    public static final String UNNAMED = "$unnamed";
    /** When a stream's row arrived, as a column. */
    public static final String ARRIVAL = "$arrival";

    private final CatalogView view;
    private final Map<ObjectName, Optional<NamedRelation>> tables = new HashMap<>();
    private final Set<String> dependencies = new LinkedHashSet<>();

    public StatementCatalog(CatalogView view) {
        this.view = view;
    }

    public CatalogView view() {
        return view;
    }

    /** Ids of the objects that were read, in the order of their first use. */
    public List<String> dependencies() {
        return List.copyOf(dependencies);
    }

    /** Of all relations that were found so far, for hints. */
    public Set<String> columnNames() {
        Set<String> names = new LinkedHashSet<>();
        tables.values().forEach(found -> found.ifPresent(table -> names.addAll(table.getRowType().getFieldNames())));
        return names;
    }

    /** A user's function; what is found is one of the dependencies. */
    Optional<UserFunction> function(ObjectName name) {
        Optional<UserFunction> found = view.function(name);
        found.ifPresent(function -> dependencies.add(function.id()));
        return found;
    }

    Optional<NamedRelation> find(ObjectName name, RelOptSchema owner) {
        Optional<NamedRelation> known = tables.get(name);
        if (known != null) {
            return known;
        }
        Optional<NamedRelation> found = view.find(name).map(object -> table(object, owner));
        tables.put(name, found);
        return found;
    }

    private NamedRelation table(CatalogObject object, RelOptSchema owner) {
        dependencies.add(object.id());
        if (object instanceof CatalogObject.View plain) {
            return new ExpandedView(owner, plain);
        }
        return new CatalogTable(owner, view, List.of(object.name().schema(), object.name().name()), object.name().toString(),
                Optional.of(object), view.pin(object), object.schema());
    }

    /** Makes files readable as a table; the result is its name within {@link #UNNAMED}. */
    public String addFiles(List<String> paths, String format, Map<String, String> options, RelOptSchema owner) {
        Schema schema = view.inferSchema(paths, format, options);
        return add("read_" + format + "('" + String.join("', '", paths) + "')", Optional.empty(),
                new ScanTarget.Files(paths, format, options), schema, owner);
    }

    /** Makes a table at an earlier version readable; exactly one of both is present. */
    public String addAsOf(ObjectName name, Optional<Long> snapshotId, Optional<Long> epochMicros, RelOptSchema owner) {
        CatalogObject object = view.find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "table " + name + " does not exist"));
        if (!(object instanceof CatalogObject.Table table) || table.external().isPresent()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    name + " keeps no earlier versions: FOR SYSTEM_TIME and FOR SYSTEM_VERSION "
                            + "read managed tables");
        }
        dependencies.add(table.id());
        return add(name.toString(), Optional.of(table), view.pinAsOf(table, snapshotId, epochMicros), table.schema(), owner);
    }

    /** All rows of a stream, each a version of its key; what a temporal join reads. */
    public record Versions(String key, List<String> primaryKey, String timeColumn) {}

    /** Makes a stream's versions readable. */
    public Versions addVersions(ObjectName name, RelOptSchema owner) {
        CatalogObject object = view.find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "table " + name + " does not exist"));
        if (!(object instanceof CatalogObject.Stream stream) || stream.watermark().isEmpty()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "a temporal join reads versions by event time, which " + name
                            + " does not have: it needs a stream with WATERMARK and PRIMARY KEY");
        }
        dependencies.add(stream.id());
        CatalogObject.Stream versions = new CatalogObject.Stream(
                stream.id(), stream.name(), stream.schema(), List.of(), stream.watermark(), stream.partitions(), stream.defaults(),
                stream.options());
        ScanTarget target = ((ScanTarget.Stream) view.pin(stream)).withVersions();
        String key = add(name.toString(), Optional.of(versions), target, stream.schema(), owner);
        return new Versions(key, stream.primaryKey(), stream.watermark().get().column());
    }

    /** A stream with when its rows arrived; {@code schema} is without that. */
    public record Arrivals(String key, Schema schema) {}

    /** Makes a stream readable together with {@link #ARRIVAL}, behind its own columns. */
    public Arrivals addArrivals(ObjectName name, RelOptSchema owner) {
        CatalogObject object = view.find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "table " + name + " does not exist"));
        if (!(object instanceof CatalogObject.Stream stream)) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "PROCTIME() is when a stream's row arrived, " + name + " is no stream");
        }
        if (!stream.primaryKey().isEmpty()) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "PROCTIME() of a stream with PRIMARY KEY, whose rows take each other's place");
        }
        dependencies.add(stream.id());
        Schema schema = stream.schema().concat(Schema.of(new Field(ARRIVAL, SqlType.TIMESTAMP_TZ, false)));
        CatalogObject.Stream arrivals = new CatalogObject.Stream(
                stream.id(), stream.name(), schema, List.of(), stream.watermark(), stream.partitions(), stream.defaults(),
                stream.options());
        return new Arrivals(add(name.toString(), Optional.of(arrivals), view.pin(stream), schema, owner), stream.schema());
    }

    /** A table that nobody reads: expressions over its columns are typed, and then taken elsewhere. */
    public SqlIdentifier addValues(Schema schema, RelOptSchema owner) {
        String key = add("values", Optional.empty(), new ScanTarget.System("values"), schema, owner);
        return new SqlIdentifier(List.of(UNNAMED, key), SqlParserPos.ZERO);
    }

    private String add(String displayName, Optional<CatalogObject> object, ScanTarget target, Schema schema, RelOptSchema owner) {
        String key = Integer.toString(tables.size());
        tables.put(new ObjectName(UNNAMED, key),
                Optional.of(new CatalogTable(owner, view, List.of(UNNAMED, key), displayName, object, target, schema)));
        return key;
    }
}
