package io.millrace.storage.file.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.FileSources;
import io.millrace.storage.file.Scans;
import io.millrace.storage.file.reject.RejectedRow;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonSourceTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String shape(TableSource source) {
        return source.schema().fields().stream().map(f -> f.name() + " " + f.type()).toList().toString();
    }

    @Test
    void guessesShapes() {
        TableSource source = Scans.open("json", Map.of(), write("a.json", """
                {"userId": 1, "name": "张三", "at": "2026-11-25T10:00:00", "tags": ["a", "b"], "geo": {"lat": 1.5, "lon": 2}}
                {"userId": 2, "extra": {"k": 1}, "name": null, "tags": [], "mixed": 1}
                {"mixed": [1], "geo": null, "userId": 3000000000}
                """));
        assertEquals("[userid BIGINT, name VARCHAR, at TIMESTAMP(6), tags VARCHAR ARRAY, geo ROW(lat DOUBLE, lon BIGINT), "
                + "extra ROW(k BIGINT), mixed JSON]", shape(source));
        assertEquals(
                List.of(
                        Arrays.asList(1L, "张三", LocalDateTime.of(2026, 11, 25, 10, 0), List.of("a", "b"), List.of(1.5, 2L), null, null),
                        Arrays.asList(2L, null, null, List.of(), null, List.of(1L), "1"),
                        Arrays.asList(3000000000L, null, null, null, null, null, "[1]")),
                Scans.rows(source));
    }

    @Test
    void readsArraysAndValuesOverSeveralLines() {
        assertEquals(List.of(List.of(1L), List.of(2L)),
                Scans.rows(Scans.open("json", Map.of(), write("b.json", "[\n {\"a\": 1},\n {\"a\": 2}\n]\n"))));
        assertEquals(List.of(List.of(1L), List.of(2L)),
                Scans.rows(Scans.open("json", Map.of(), write("c.json", "{\n\"a\": 1}\n{\"a\":\n2}\n"))));
        assertEquals(List.of(List.of(1L), List.of(2L)), Scans.rows(Scans.open("json", Map.of(), write("d.json", "1\n2\n"))));
    }

    @Test
    void keepsDigitsAndNestedValues() {
        Schema declared = Schema.of(Field.of("d", SqlType.decimal(30, 10)), Field.of("m", SqlType.map(SqlType.VARCHAR, SqlType.INTEGER)),
                Field.of("j", SqlType.JSON), Field.of("t", SqlType.VARCHAR),
                Field.of("r", SqlType.array(SqlType.row(List.of(Field.of("x", SqlType.INTEGER))))));
        Path file = write("e.json",
                "{\"d\": 12345678901234567890.0123456789, \"m\": {\"k\": 1, \"中\": null}, \"j\": {\"a\": [1, 2]}, \"t\": 5, \"r\": [{\"x\": 1}, {}, null], \"d\": 1.5}\n");
        List<Object> row = Scans.rows(
                new FileSources().open(new ScanTarget.Files(List.of(file.toString()), "json", Map.of(), Optional.of(declared)))).get(0);
        Map<Object, Object> map = new java.util.LinkedHashMap<>();
        map.put("k", 1);
        map.put("中", null);
        assertEquals(Arrays.asList(new BigDecimal("1.5000000000"), map, "{\"a\":[1,2]}", "5",
                Arrays.asList(List.of(1), Arrays.asList((Object) null), null)), row);
    }

    @Test
    void namesFileLineAndColumnOfWhatDoesNotFit() {
        Path file = write("bad.json",
                "{\"a\": 1, \"b\": \"x\"}\n{\"b\": \"y\", \"a\": \"one\"}\n{\"a\": 2, \n\n[1]\n{\"a\": 3} {}\n{\"a\": 4}\n");
        Schema declared = Schema.of(Field.of("a", SqlType.INTEGER), Field.of("b", SqlType.VARCHAR));
        MillraceException first = assertThrows(MillraceException.class, () -> Scans.rows(
                new FileSources().open(new ScanTarget.Files(List.of(file.toString()), "json", Map.of(), Optional.of(declared)))));
        assertEquals(ErrorCode.MALFORMED_INPUT, first.code());
        assertEquals("file " + file + ", line 2, column \"a\": expected INTEGER, found another value", first.getMessage());
        List<RejectedRow> rejected = new ArrayList<>();
        List<List<Object>> good = Scans.rows(new FileSources(table -> rejected::add).open(
                new ScanTarget.Files(List.of(file.toString()), "json", Map.of("reject_table", "r"), Optional.of(declared))));
        assertEquals(List.of(List.of(1, "x"), Arrays.asList(4, null)), good);
        assertEquals(List.of(2L, 3L, 5L, 6L), rejected.stream().map(RejectedRow::line).toList());
    }
}
