package io.millrace.frontend.handler.name;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.frontend.execution.StatementContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Locations as statements write them: paths or globs with commas between, and a format that the name may tell. */
public final class FileLocation {
    private FileLocation() {}

    public static List<String> paths(String location) {
        List<String> paths = Arrays.stream(location.split(",")).map(String::strip).filter(path -> !path.isEmpty()).toList();
        if (paths.isEmpty()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the location is empty");
        }
        return paths;
    }

    /** A statement's options, with the name of a table in them as the session's schema completes it. */
    public static Map<String, String> qualified(Map<String, String> options, StatementContext context) {
        Map<String, String> qualified = new HashMap<>(options);
        qualified.computeIfPresent(
                "reject_table", (option, table) -> table.contains(".") ? table : context.session().schema() + "." + table);
        return qualified;
    }

    /** The format given, or else what the ending of the name says. */
    public static String format(Optional<String> given, String path) {
        if (given.isPresent()) {
            return given.get().toLowerCase(Locale.ROOT);
        }
        String name = path.toLowerCase(Locale.ROOT);
        for (String compressed : List.of(".gz", ".zst")) {
            name = name.endsWith(compressed) ? name.substring(0, name.length() - compressed.length()) : name;
        }
        int dot = name.lastIndexOf('.');
        return switch (dot < 0 ? "" : name.substring(dot + 1)) {
            case "parquet", "parq" -> "parquet";
            case "csv", "tsv", "txt" -> "csv";
            case "json", "ndjson", "jsonl" -> "json";
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "the name '" + path + "' does not tell a format")
                    .withHint("add WITH (format = 'parquet'), 'csv' or 'json'");
        };
    }
}
