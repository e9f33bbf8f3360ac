package io.millrace.storage.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableStoreTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", SqlType.BIGINT, false), Field.of("name", SqlType.varchar(5)));
    private static final CatalogObject.Table PLAIN = TableFixture.table("plain", SCHEMA, List.of(), List.of());
    private static final CatalogObject.Table KEYED = TableFixture.table("keyed", SCHEMA, List.of("id"), List.of());
    private static final CatalogObject.Table PARTITIONED =
            TableFixture.table("partitioned", SCHEMA, List.of(), List.of("bucket(1000, id)", "name"));

    @TempDir
    private Path directory;

    private TableFixture t;

    @BeforeEach
    void open() {
        t = new TableFixture(directory, TableOptions.DEFAULT.withInlineRows(8));
        for (CatalogObject.Table table : List.of(PLAIN, KEYED, PARTITIONED)) {
            t.tables.create(table);
        }
    }

    @AfterEach
    void close() {
        t.close();
    }

    private static List<Object> row(Object... values) {
        return Arrays.asList(values);
    }

    private void check(CatalogObject.Table table, Object... flat) {
        List<List<Object>> found = t.rows(table).stream().sorted(Comparator.comparing(Object::toString)).toList();
        List<List<Object>> expected = new java.util.ArrayList<>();
        for (int i = 0; i < flat.length; i += 2) {
            expected.add(row(flat[i], flat[i + 1]));
        }
        expected.sort(Comparator.comparing(Object::toString));
        assertEquals(expected, found);
    }

    @Test
    void rowsAreThereBeforeAndAfterFlushAndRestart() {
        t.insert(PLAIN, List.of(row(1L, "a"), row(2L, null), row(2L, null)));
        check(PLAIN, 1L, "a", 2L, null, 2L, null);
        t.tables.flush(PLAIN);
        check(PLAIN, 1L, "a", 2L, null, 2L, null);
        t.change(PLAIN, List.of(row(2L, null)), List.of(row(3L, "c")));
        check(PLAIN, 1L, "a", 2L, null, 3L, "c");
        t.restart();
        check(PLAIN, 1L, "a", 2L, null, 3L, "c");
        t.tables.flush(PLAIN);
        check(PLAIN, 1L, "a", 2L, null, 3L, "c");
        t.change(PLAIN, List.of(row(1L, "a"), row(3L, "c")), List.of());
        t.tables.flush(PLAIN);
        t.restart();
        check(PLAIN, 2L, null);
        t.tables.truncate(PLAIN);
        check(PLAIN);
        t.insert(PLAIN, List.of(row(9L, "z")));
        t.tables.flush(PLAIN);
        t.restart();
        check(PLAIN, 9L, "z");
    }

    @Test
    void keysAreUnique() {
        t.insert(KEYED, List.of(row(1L, "a"), row(2L, "b")));
        MillraceException e = assertThrows(MillraceException.class, () -> t.insert(KEYED, List.of(row(3L, "c"), row(2L, "x"))));
        assertEquals(ErrorCode.UNIQUE_VIOLATION, e.code());
        assertEquals(
                "duplicate key value violates the primary key of table \"public.keyed\": key (id)=(2) already exists", e.getMessage());
        t.insert(KEYED, List.of(row(3L, "c")));
        t.tables.flush(KEYED);
        t.change(KEYED, List.of(row(2L, "b")), List.of(row(2L, "B")));
        check(KEYED, 1L, "a", 2L, "B", 3L, "c");
        assertEquals(ErrorCode.WRITE_CONFLICT, assertThrows(MillraceException.class,
                () -> t.change(KEYED, List.of(row(2L, "b")), List.of())).code());
        assertEquals(ErrorCode.UNIQUE_VIOLATION, assertThrows(MillraceException.class,
                () -> t.change(KEYED, List.of(row(2L, "B")), List.of(row(3L, "B")))).code());
        t.restart();
        check(KEYED, 1L, "a", 2L, "B", 3L, "c");
        assertEquals(ErrorCode.UNIQUE_VIOLATION, assertThrows(MillraceException.class,
                () -> t.insert(KEYED, List.of(row(1L, "x")))).code());
        try (TableChange change = t.tables.change(KEYED);
                io.millrace.common.batch.Batch asked = t.batch(KEYED, List.of(row(9L, "?"), row(2L, "?"), row(3L, "?")));
                TableChange.Existing found = change.existing(asked)) {
            assertEquals(-1, found.positions()[0]);
            assertEquals("B", io.millrace.common.batch.Values.read(found.rows().column(1), found.positions()[1]));
            assertEquals("c", io.millrace.common.batch.Values.read(found.rows().column(1), found.positions()[2]));
        }
    }

    @Test
    void partitionsAreReplaced() {
        t.insert(PARTITIONED, List.of(row(1L, "a"), row(2L, "a"), row(1L, "b"), row(5L, null)));
        t.tables.flush(PARTITIONED);
        t.insert(PARTITIONED, List.of(row(1L, "a")));
        try (io.millrace.common.port.TableSink sink = t.tables.overwritePartitions(PARTITIONED)) {
            sink.write(t.batch(PARTITIONED, List.of(row(1L, "a"), row(5L, null))));
            assertEquals(2, sink.commit());
        }
        check(PARTITIONED, 1L, "a", 2L, "a", 1L, "b", 5L, null);
        t.tables.flush(PARTITIONED);
        t.restart();
        check(PARTITIONED, 1L, "a", 2L, "a", 1L, "b", 5L, null);
    }

    @Test
    void constraintsOfRows() {
        assertEquals(ErrorCode.NOT_NULL_VIOLATION, assertThrows(MillraceException.class,
                () -> t.insert(PLAIN, List.of(row(null, "a")))).code());
        assertEquals(ErrorCode.STRING_TRUNCATION, assertThrows(MillraceException.class,
                () -> t.insert(PLAIN, List.of(row(1L, "abcdef")))).code());
        t.insert(PLAIN, List.of(row(1L, "äöüßé")));
        check(PLAIN, 1L, "äöüßé");
    }
}
