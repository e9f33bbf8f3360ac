package io.millrace.storage.file.csv;

import io.millrace.storage.file.text.TextOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a CSV file is written down (RFC 4180 with the usual liberties).
 *
 * @param delimiter between fields; absent: guessed from the first lines, of comma, semicolon, tab and bar
 * @param quote around fields that hold a delimiter, quote or line end; -1: there are no quoted fields
 * @param escape before a quote inside quotes
 * @param header whether the first record names the columns; absent: guessed
 * @param nullText the unquoted field that means NULL
 * @param skip lines before the first record
 * @param allText whether columns are not guessed at but all VARCHAR
 */
record CsvDialect(
        Optional<Byte> delimiter, int quote, int escape, Optional<Boolean> header, byte[] nullText, int skip, boolean allText) {
    private static final Set<String> OPTIONS = Set.of(
            "delimiter", "delim", "sep", "quote", "escape", "header", "null", "nullstr", "skip", "all_varchar");
    private static final int SKIP_MAX = 1_000_000;

    static CsvDialect of(Map<String, String> given) {
        TextOptions options = new TextOptions("csv", given, OPTIONS);
        int quote = single(options, "quote").orElse((int) '"');
        return new CsvDialect(
                delimiter(options),
                quote,
                single(options, "escape").orElse(quote),
                options.flag("header"),
                options.text("null", "nullstr").orElse("").getBytes(StandardCharsets.UTF_8),
                options.number("skip", 0, SKIP_MAX),
                options.flag("all_varchar").orElse(false));
    }

    private static Optional<Byte> delimiter(TextOptions options) {
        return options.text("delimiter", "delim", "sep").map(value -> {
            String one = value.equals("\\t") ? "\t" : value;
            if (one.length() != 1 || one.charAt(0) > 127 || one.charAt(0) == '\n' || one.charAt(0) == '\r') {
                throw options.invalid("delimiter", value, "one ASCII character");
            }
            return (byte) one.charAt(0);
        });
    }

    /** -1 for the empty text. */
    private static Optional<Integer> single(TextOptions options, String name) {
        return options.text(name).map(value -> {
            if (value.isEmpty()) {
                return -1;
            }
            if (value.length() != 1 || value.charAt(0) > 127 || value.charAt(0) == '\n' || value.charAt(0) == '\r') {
                throw options.invalid(name, value, "one ASCII character, or none");
            }
            return (int) value.charAt(0);
        });
    }

    CsvDialect withDelimiter(byte chosen) {
        return new CsvDialect(Optional.of(chosen), quote, escape, header, nullText, skip, allText);
    }

    CsvDialect withHeader(boolean known) {
        return new CsvDialect(delimiter, quote, escape, Optional.of(known), nullText, skip, allText);
    }

    byte comma() {
        return delimiter.orElse((byte) ',');
    }
}
