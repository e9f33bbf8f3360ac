package io.millrace.storage.format;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The formats of records, one a line. */
public final class Formats {
    /** Options of formats, without {@code key.} and {@code value.} before them. */
    public static final Set<String> OPTIONS = Set.of(
            "json.fail-on-missing-field", "csv.field-delimiter", "csv.quote-character", "csv.null-literal", "csv.allow-extra-fields");

    private Formats() {}

    /** @throws MillraceException INVALID_PARAMETER, INVALID_TABLE_DEFINITION if it cannot fill these columns */
    public static FieldsFormat reading(String name, List<Field> fields, FormatOptions options) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json" -> new JsonFormat(fields, options);
            case "csv" -> new CsvFormat(fields, options);
            case "raw" -> new RawFormat(fields);
            case "debezium-json" -> new DebeziumFormat(fields);
            default -> throw unknown(name, "json, csv, raw, debezium-json");
        };
    }

    /** @throws MillraceException INVALID_PARAMETER */
    public static RowFormat writing(String name, List<Field> fields, FormatOptions options) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "json" -> new JsonRows(fields);
            case "csv" -> new CsvRows(fields, options);
            case "raw" -> new RawRows(fields);
            default -> throw unknown(name, "json, csv, raw, debezium-json");
        };
    }

    /** Whether the format says which rows are gone. */
    public static boolean isChangelog(String name) {
        return name.equalsIgnoreCase("debezium-json");
    }

    static MillraceException unknown(String name, String known) {
        return new MillraceException(ErrorCode.INVALID_PARAMETER, "there is no format '" + name + "', expected one of " + known);
    }
}
