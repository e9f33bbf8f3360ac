package io.millrace.cluster.node;

import io.millrace.cluster.metadata.MetadataChange;
import io.millrace.cluster.metadata.MetadataService;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.catalog.ObjectName;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.TableSink;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.reject.RejectSink;
import io.millrace.storage.file.reject.RejectedRow;
import io.millrace.storage.table.TableStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The managed tables that keep rows of files which do not fit: option {@code reject_table} of a scan names one, which is made if it is not there. Each
 * scan adds what it meets. Rows wait in memory, a few at most, until {@link #flush}, which whoever reads a scan to its end calls.
 */
public final class RejectTables {
    /** What a reject table must have, in any order and among others. */
    public static final Schema COLUMNS = Schema.of(
            Field.of("file", SqlType.VARCHAR),
            Field.of("line", SqlType.BIGINT),
            Field.of("column_name", SqlType.VARCHAR),
            Field.of("reason", SqlType.VARCHAR),
            Field.of("row_text", SqlType.VARCHAR));

    private static final int WAITING_ROWS_MAX = 1_024;

    private final TableStore tables;
    private final MetadataService metadata;
    private final Supplier<String> ids;
    private final BufferAllocator allocator;
    private final Map<ObjectName, List<RejectedRow>> waiting = new HashMap<>();

    /** @param ids gives an id that no object ever had */
    RejectTables(TableStore tables, MetadataService metadata, Supplier<String> ids, BufferAllocator allocator) {
        this.tables = tables;
        this.metadata = metadata;
        this.ids = ids;
        this.allocator = allocator;
    }

    /**
     * Where a scan's bad rows go.
     *
     * @param table its name, in schema public where it names none
     * @throws MillraceException WRONG_OBJECT_TYPE or INVALID_PARAMETER if there is such an object that cannot keep them
     */
    public RejectSink sink(String table) {
        int dot = table.indexOf('.');
        ObjectName name =
                dot < 0 ? new ObjectName(ObjectName.DEFAULT_SCHEMA, table)
                        : new ObjectName(table.substring(0, dot), table.substring(dot + 1));
        if (metadata.state().find(name).isEmpty()) {
            create(name);
        }
        requireFit(name);
        return row -> add(name, row);
    }

    private synchronized void create(ObjectName name) {
        if (metadata.state().find(name).isPresent()) {
            return;
        }
        CatalogObject.Table table = new CatalogObject.Table(
                ids.get(), name, COLUMNS, List.of(), List.of(), Map.of(), Optional.empty(), Map.of());
        tables.create(table);
        try {
            metadata.apply(new MetadataChange.CreateObject(table));
        } catch (RuntimeException e) {
            tables.drop(table.id());
            throw e;
        }
    }

    private CatalogObject.Table requireFit(ObjectName name) {
        CatalogObject found = metadata.state().find(name)
                .orElseThrow(() -> new MillraceException(ErrorCode.UNDEFINED_TABLE, "reject table \"" + name + "\" was dropped meanwhile"));
        if (!(found instanceof CatalogObject.Table table) || table.external().isPresent()) {
            throw new MillraceException(ErrorCode.WRONG_OBJECT_TYPE,
                    "\"" + name + "\" cannot keep rejected rows: it is not a managed table");
        }
        for (Field column : COLUMNS.fields()) {
            int index = table.schema().indexOf(column.name());
            if (index < 0 || !fits(column.type(), table.schema().type(index))) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "table \"" + name + "\" cannot keep rejected rows: it needs a column " + column.name() + " " + column.type())
                        .withHint("name a table that does not exist, and it is made");
            }
        }
        for (Field field : table.schema().fields()) {
            if (!field.nullable() && COLUMNS.indexOf(field.name()) < 0) {
                throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                        "table \"" + name + "\" cannot keep rejected rows: nothing fills its column \"" + field.name()
                                + "\", which is NOT NULL");
            }
        }
        return table;
    }

    /** A text's length limit would make the reject itself a reject. */
    private static boolean fits(SqlType wanted, SqlType found) {
        return wanted.equals(found);
    }

    private void add(ObjectName name, RejectedRow row) {
        List<RejectedRow> full = null;
        synchronized (this) {
            List<RejectedRow> rows = waiting.computeIfAbsent(name, n -> new ArrayList<>());
            rows.add(row);
            if (rows.size() >= WAITING_ROWS_MAX) {
                full = waiting.remove(name);
            }
        }
        if (full != null) {
            insert(name, full);
        }
    }

    /** All rows that were rejected so far are durable when this returns. */
    public void flush() {
        Map<ObjectName, List<RejectedRow>> taken;
        synchronized (this) {
            if (waiting.isEmpty()) {
                return;
            }
            taken = Map.copyOf(waiting);
            waiting.clear();
        }
        taken.forEach(this::insert);
    }

    private void insert(ObjectName name, List<RejectedRow> rows) {
        CatalogObject.Table table = requireFit(name);
        try (BatchBuilder batch = new BatchBuilder(allocator, table.schema(), rows.size());
                TableSink sink = tables.insert(table)) {
            for (RejectedRow row : rows) {
                Object[] values = new Object[table.schema().size()];
                for (int c = 0; c < values.length; c++) {
                    values[c] = value(row, table.schema().field(c).name());
                }
                batch.row(values);
            }
            sink.write(batch.build());
            sink.commit();
        }
    }

    private static Object value(RejectedRow row, String column) {
        return switch (column) {
            case "file" -> row.file();
            case "line" -> row.line();
            case "column_name" -> row.column().orElse(null);
            case "reason" -> row.reason();
            case "row_text" -> row.text();
            default -> null;
        };
    }
}
