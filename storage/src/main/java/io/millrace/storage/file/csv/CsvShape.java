package io.millrace.storage.file.csv;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.storage.file.glob.DataFile;
import io.millrace.storage.file.text.ByteFeed;
import io.millrace.storage.file.text.GuessedType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * What a file's beginning says about it.
 *
 * @param dialect with a delimiter
 * @param header whether the first record names the columns
 * @param names of the columns in this file, in its order
 * @param types guessed from the sample, one a column
 */
record CsvShape(CsvDialect dialect, boolean header, List<String> names, List<SqlType> types) {
    /** How much of a file is looked at. */
    private static final int SAMPLE_RECORDS = 20_000;

    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int DELIMITER_RECORDS = 100;

    /** Looks at the beginning of a file. {@code declared}: the table's columns, where the user declared them. */
    static CsvShape of(DataFile file, CsvDialect given, Optional<Schema> declared) {
        CsvDialect dialect = given.delimiter().isPresent() ? given : given.withDelimiter(guessDelimiter(file, given));
        List<List<String>> sample = sample(file, dialect, declared.isPresent() ? 1 : SAMPLE_RECORDS);
        if (sample.isEmpty()) {
            List<String> names = declared.map(s -> s.fields().stream().map(Field::name).toList()).orElse(List.of());
            return new CsvShape(dialect, false, names, declared.map(s -> s.fields().stream().map(Field::type).toList()).orElse(List.of()));
        }
        List<String> first = sample.get(0);
        boolean header = dialect.header().orElseGet(() -> declared.map(s -> namesColumns(first, s)).orElseGet(() -> looksLikeNames(first)));
        if (declared.isPresent()) {
            Schema schema = declared.get();
            List<String> names = header ? first : schema.fields().stream().map(Field::name).toList();
            return new CsvShape(dialect, header, names, List.of());
        }
        List<String> names = header ? unique(first) : numbered(first.size());
        return new CsvShape(dialect, header, names, guess(sample.subList(header ? 1 : 0, sample.size()), names.size(), dialect));
    }

    private static boolean namesColumns(List<String> first, Schema declared) {
        Set<String> found = new HashSet<>();
        first.forEach(name -> found.add(name == null ? "" : name.strip().toLowerCase(Locale.ROOT)));
        return declared.fields().stream().allMatch(f -> found.contains(f.name().toLowerCase(Locale.ROOT)));
    }

    private static boolean looksLikeNames(List<String> first) {
        Set<String> seen = new HashSet<>();
        try (BufferAllocator allocator = new RootAllocator()) {
            for (String name : first) {
                if (name == null || name.isBlank() || !seen.add(name) || guessOne(allocator, name) != SqlType.VARCHAR) {
                    return false;
                }
            }
        }
        return true;
    }

    private static SqlType guessOne(BufferAllocator allocator, String text) {
        try (GuessedType type = new GuessedType(allocator)) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            type.see(bytes, 0, bytes.length);
            return type.type();
        }
    }

    /** Names that a header gives: an empty one gets its number, a repeated one its count. */
    private static List<String> unique(List<String> header) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i) == null || header.get(i).isBlank() ? "column" + i : header.get(i).strip().toLowerCase(Locale.ROOT);
            String free = name;
            for (int n = 1; !taken.add(free); n++) {
                free = name + "_" + n;
            }
            names.add(free);
        }
        return names;
    }

    private static List<String> numbered(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("column" + i);
        }
        return names;
    }

    private static List<SqlType> guess(List<List<String>> rows, int columns, CsvDialect dialect) {
        List<SqlType> types = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator()) {
            for (int c = 0; c < columns; c++) {
                try (GuessedType type = new GuessedType(allocator)) {
                    for (List<String> row : rows) {
                        if (c < row.size() && row.get(c) != null && !dialect.allText()) {
                            byte[] bytes = row.get(c).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                            type.see(bytes, 0, bytes.length);
                        }
                    }
                    types.add(type.type());
                }
            }
        }
        return types;
    }

    /** The first records; a field that means NULL is null. */
    private static List<List<String>> sample(DataFile file, CsvDialect dialect, int most) {
        List<List<String>> rows = new ArrayList<>();
        String nullText = new String(dialect.nullText(), java.nio.charset.StandardCharsets.UTF_8);
        try (CsvRecords records = new CsvRecords(new ByteFeed(file, 0, file.length()), dialect, 1)) {
            records.skip(dialect.skip());
            while (rows.size() < most && records.next()) {
                if (records.blank()) {
                    continue;
                }
                List<String> row = new ArrayList<>();
                for (int f = 0; f < records.fields(); f++) {
                    String text = records.text(f);
                    row.add(!records.quoted(f) && text.equals(nullText) ? null : text);
                }
                rows.add(row);
            }
            return rows;
        } catch (MillraceException e) {
            throw e.code() == ErrorCode.MALFORMED_INPUT ? new MillraceException(e.code(), "file " + file.path() + ", " + e.getMessage(), e)
                    : e;
        }
    }

    /** The one that cuts the first records into the same number of fields, and more than one; the comma if none does. */
    private static byte guessDelimiter(DataFile file, CsvDialect dialect) {
        byte best = ',';
        int bestFields = 1;
        for (byte candidate : DELIMITERS) {
            List<List<String>> rows = sample(file, dialect.withDelimiter(candidate), DELIMITER_RECORDS);
            if (rows.isEmpty()) {
                return best;
            }
            int fields = rows.get(0).size();
            if (fields > bestFields && rows.stream().allMatch(row -> row.size() == fields)) {
                best = candidate;
                bestFields = fields;
            }
        }
        return best;
    }
}
