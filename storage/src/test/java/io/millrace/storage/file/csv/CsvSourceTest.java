package io.millrace.storage.file.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.Duck;
import io.millrace.storage.file.FileSources;
import io.millrace.storage.file.Scans;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.reject.RejectedRow;
import io.millrace.storage.file.text.RecordSplits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<List<Object>> rows(Path file, Map<String, String> options) {
        return Scans.rows(Scans.open("csv", options, file));
    }

    private static Schema schema(Path file, Map<String, String> options) {
        return Scans.open("csv", options, file).schema();
    }

    @Test
    void guessesNamesAndTypes() {
        Path file = write("a.csv", "Id,名称,price,day,at,tz,ok\n1,苹果,1.5,2026-11-25,2026-11-25 10:00:01.5,2026-11-25T10:00:00+08:00,true\n"
                + "2,,2,2026-02-28,2026-02-28T00:00:00,2026-02-28 00:00:00Z,false\n");
        assertEquals("[id BIGINT, 名称 VARCHAR, price DOUBLE, day DATE, at TIMESTAMP(6), tz TIMESTAMP(6) WITH TIME ZONE, ok BOOLEAN]",
                schema(file, Map.of()).fields().stream().map(f -> f.name() + " " + f.type()).toList().toString());
        assertEquals(
                List.of(
                        List.of(1L, "苹果", 1.5, LocalDate.of(2026, 11, 25), LocalDateTime.of(2026, 11, 25, 10, 0, 1, 500_000_000),
                                Instant.parse("2026-11-25T02:00:00Z"), true),
                        Arrays.asList(2L, null, 2.0, LocalDate.of(2026, 2, 28), LocalDateTime.of(2026, 2, 28, 0, 0),
                                Instant.parse("2026-02-28T00:00:00Z"), false)),
                rows(file, Map.of()));
    }

    @Test
    void readsQuotesLineEndsAndNulls() {
        Path file = write("q.csv", "\uFEFFa,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\r\n,\"\"\r\n\r\nno \"quote\" here,z");
        assertEquals(
                List.of(List.of("x, \"y\"", "two\nlines"), Arrays.asList(null, ""), List.of("no \"quote\" here", "z")),
                rows(file, Map.of()));
        Path tabs = write("t.csv", "1\t\\N\n2\tb\n");
        assertEquals(List.of(Arrays.asList(1L, null), List.of(2L, "b")), rows(tabs, Map.of("null", "\\N", "header", "false")));
        Path backslash = write("e.csv", "a|'it\\'s'\nb|'c\\\\d'\n");
        assertEquals(List.of(List.of("a", "it's"), List.of("b", "c\\d")),
                rows(backslash, Map.of("quote", "'", "escape", "\\", "delimiter", "|", "header", "false")));
    }

    @Test
    void readsDeclaredTypes() {
        Schema declared =
                Schema.of(Field.of("d", SqlType.decimal(5, 2)), Field.of("w", SqlType.decimal(38, 10)), Field.of("u", SqlType.UUID),
                        Field.of("b", SqlType.BINARY), Field.of("l", SqlType.array(SqlType.INTEGER)), Field.of("n", SqlType.timestamp(9)));
        Path file = write("d.csv",
                "1.005,-12345678901234567890.5,123e4567-e89b-12d3-a456-426614174000,\\x00ff,\"[1,null,3]\",2026-01-01 00:00:00.123456789\n");
        List<Object> row =
                Scans.rows(new FileSources().open(new ScanTarget.Files(List.of(file.toString()), "csv", Map.of(), Optional.of(declared))))
                        .get(0);
        assertEquals(new BigDecimal("1.01"), row.get(0));
        assertEquals(new BigDecimal("-12345678901234567890.5000000000"), row.get(1));
        assertEquals(java.util.UUID.fromString("123e4567-e89b-12d3-a456-426614174000"), row.get(2));
        assertEquals(List.of(0, 255), List.of(((byte[]) row.get(3))[0] & 255, ((byte[]) row.get(3))[1] & 255));
        assertEquals(Arrays.asList(1, null, 3), row.get(4));
        assertEquals(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 123_456_789), row.get(5));
    }

    @Test
    void namesFileLineAndColumnOfWhatDoesNotFit() {
        Schema declared = Schema.of(Field.of("id", SqlType.INTEGER), Field.of("name", SqlType.varchar(3)));
        String text = "id,name\n1,abc\n2,\"multi\nline\"\nthree,abc\n4,a,b\n5,\"x\"y\n99999999999,abc\n6,ok\n";
        Path file = write("bad.csv", text);
        MillraceException first = assertThrows(MillraceException.class, () -> Scans.rows(
                new FileSources().open(new ScanTarget.Files(List.of(file.toString()), "csv", Map.of(), Optional.of(declared)))));
        assertEquals(ErrorCode.MALFORMED_INPUT, first.code());
        assertEquals("file " + file + ", line 3, column \"name\": expected VARCHAR(3), found 'multi\nline'", first.getMessage());
        List<RejectedRow> rejected = new ArrayList<>();
        FileSources sources = new FileSources(table -> rejected::add);
        List<List<Object>> good = Scans.rows(sources.open(new ScanTarget.Files(
                List.of(file.toString()), "csv", Map.of("reject_table", "rejects"), Optional.of(declared))));
        assertEquals(List.of(List.of(1, "abc"), List.of(6, "ok")), good);
        assertEquals(
                List.of(
                        "line 3 name: expected VARCHAR(3), found 'multi\nline' <2,\"multi\nline\">",
                        "line 5 id: expected INTEGER, found 'three' <three,abc>",
                        "line 6 -: expected 2 fields, found 3 <4,a,b>",
                        "line 7 -: text stands behind the closing quote of field 2 <5,\"x\"y>",
                        "line 8 id: expected INTEGER, found '99999999999' <99999999999,abc>"),
                rejected.stream().map(r -> "line " + r.line() + " " + r.column().orElse("-") + ": " + r.reason() + " <" + r.text() + ">")
                        .toList());
        Path open = write("open.csv", "a,b\n1,\"never closed\n2,x\n");
        assertEquals("file " + open + ", line 2: a quoted field has no closing quote",
                assertThrows(MillraceException.class, () -> rows(open, Map.of("header", "true"))).getMessage());
        assertEquals(
                "format csv has no option header_line, expected one of all_varchar, delim, delimiter, escape, header, null, nullstr, quote, sep, skip",
                assertThrows(MillraceException.class, () -> rows(open, Map.of("header_line", "true"))).getMessage());
    }

    @Test
    void matchesColumnsOfSeveralFilesByName() {
        write("m1.csv", "a,b\n1,x\n");
        write("m2.csv", "b,a\ny,2\n");
        assertEquals(List.of(List.of(1L, "x"), List.of(2L, "y")), rows(folder.resolve("m*.csv"), Map.of()));
        write("m3.csv", "c,a\nz,3\n");
        assertEquals("file " + folder.resolve("m3.csv") + ", line 1: expected column \"b\", found columns [c, a]",
                assertThrows(MillraceException.class, () -> rows(folder.resolve("m*.csv"), Map.of()), "two names of two").getMessage());
    }

    @Test
    void readsCompressedAndEmptyFiles() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("p.csv.gz"), packed.toByteArray());
        assertEquals(List.of(List.of(1L, 2L)), rows(file, Map.of()));
        assertEquals(List.of(), rows(write("empty.csv", ""), Map.of()));
        assertEquals(List.of(), rows(write("only.csv", "a,b\n"), Map.of("header", "true")));
    }

    /** Random files are cut at random places into the same records, and DuckDB reads the same. */
    @Test
    void agreesWithDuckDbAndHoweverItIsCut() throws IOException {
        SplittableRandom random = new SplittableRandom(20261125);
        String[] pieces = {"a", ",", "\"", "\n", "\r\n", " ", "中", "😀", "1", "x y"};
        try (Duck duck = new Duck()) {
            for (int round = 0; round < 20; round++) {
                List<List<String>> expected = new ArrayList<>();
                StringBuilder text = new StringBuilder("c0,c1,c2\n");
                for (int r = 0; r < 200; r++) {
                    List<String> row = new ArrayList<>();
                    for (int c = 0; c < 3; c++) {
                        StringBuilder value = new StringBuilder();
                        for (int n = random.nextInt(6); n > 0; n--) {
                            value.append(pieces[random.nextInt(pieces.length)]);
                        }
                        row.add(value.toString());
                        text.append(c == 0 ? "" : ",").append('"').append(value.toString().replace("\"", "\"\"")).append('"');
                    }
                    expected.add(row);
                    text.append(random.nextBoolean() ? "\n" : "\r\n");
                }
                Path file = write("r" + round + ".csv", text.toString());
                TableSource source = Scans.open("csv", Map.of("all_varchar", "true"), file);
                assertEquals(expected, Scans.rows(source, Scans.all(source, 7)));
                if (round < 3) {
                    assertEquals(expected, duck.rows("SELECT * FROM read_csv('" + file
                            + "', header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',', strict_mode = false, null_padding=false, force_not_null=['c0','c1','c2'])"));
                }
            }
        }
    }

    @Test
    void cutsLargeFilesAtRecords() throws IOException {
        StringBuilder text = new StringBuilder("n,t\n");
        int rows = 0;
        while (text.length() < RecordSplits.FILE_BYTES_MIN + (RecordSplits.SPLIT_BYTES / 2)) {
            text.append(rows).append(rows % 3 == 0 ? ",\"a\n,b\n" : ",\"plain ").append("x".repeat(rows % 200)).append("\"\n");
            rows++;
        }
        Path file = write("large.csv", text.toString());
        TableSource source = Scans.open("csv", Map.of(), file);
        assertEquals(3, source.splits(Scans.all(source, 1000)).size());
        List<List<Object>> read = Scans.rows(source, Scans.request(List.of(0), List.of(), null, 1000));
        assertEquals(rows, read.size());
        for (int i = 0; i < rows; i++) {
            assertEquals((long) i, read.get(i).get(0));
        }
        DataFile data = new DataFile(file, Files.size(file), 0, Map.of());
        long line = RecordSplits.of(data, (byte) ',', '"', '"').get(2).line();
        long from = RecordSplits.of(data, (byte) ',', '"', '"').get(2).from();
        byte[] bytes = Files.readAllBytes(file);
        long counted = 1;
        for (int i = 0; i < from; i++) {
            counted += bytes[i] == '\n' ? 1 : 0;
        }
        assertEquals(counted, line);
    }
}
