package io.millrace.storage.format;

import io.millrace.common.type.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows as lines of CSV without line ends. NULL is the empty field, the empty text is quoted. */
final class CsvRows implements RowFormat {
    private final List<Field> fields;
    private final char delimiter;
    private final char quote;
    private final String nullText;

    CsvRows(List<Field> fields, FormatOptions options) {
        this.fields = List.copyOf(fields);
        this.delimiter = options.character("csv.field-delimiter", ',');
        this.quote = options.character("csv.quote-character", '"');
        this.nullText = options.text("csv.null-literal", "");
        if (quote == 0) {
            throw FormatOptions.invalid("csv.quote-character", "a character, without which some texts cannot be written", "");
        }
    }

    @Override
    public byte[] write(List<Object> values) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            if (i > 0) {
                line.append(delimiter);
            }
            line.append(values.get(i) == null ? nullText : field(ScalarText.of(values.get(i), fields.get(i).type())));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String field(String text) {
        boolean quoted = text.equals(nullText) || text.indexOf(delimiter) >= 0 || text.indexOf(quote) >= 0 || text.indexOf('\n') >= 0
                || text.indexOf('\r') >= 0;
        return quoted ? quote + text.replace(String.valueOf(quote), String.valueOf(quote) + quote) + quote : text;
    }
}
