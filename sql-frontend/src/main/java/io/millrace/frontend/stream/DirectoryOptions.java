package io.millrace.frontend.stream;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.storage.file.FileSources;
import io.millrace.storage.stream.StreamOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The folder of a stream {@code WITH (connector = 'directory', path = '/in', format = 'csv')}.
 *
 * @param path a folder, or a pattern of files
 * @param pollMicros between two looks at it
 * @param settleMicros for which a file must not have changed before it is read: one that is moved there is whole at once, one that is copied grows
 * @param delete whether a file is deleted once its rows are in the stream
 * @param formatOptions what is left for the reader of the format
 */
record DirectoryOptions(
        String path, String format, long pollMicros, long settleMicros, boolean delete, Map<String, String> formatOptions) {
    private static final Set<String> OWN = Set.of("connector", "path", "format", "poll_interval", "settle", "after");
    private static final Set<String> FORMATS = Set.of("csv", "json", "ndjson", "jsonl");
    private static final String ONE_SECOND = "1 second";

    /** @param ofStreams options that every stream has */
    static DirectoryOptions of(CatalogObject.Stream stream, Set<String> ofStreams) {
        Map<String, String> options = stream.options();
        String path = options.get("path");
        if (path == null || path.isBlank()) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "connector directory needs option path: a folder, or a pattern of files");
        }
        Map<String, String> rest = new TreeMap<>(options);
        rest.keySet().removeAll(OWN);
        rest.keySet().removeAll(ofStreams);
        return new DirectoryOptions(
                path,
                options.getOrDefault("format", "csv"),
                StreamOptions.spanMicros("poll_interval", options.getOrDefault("poll_interval", ONE_SECOND)),
                StreamOptions.spanMicros("settle", options.getOrDefault("settle", ONE_SECOND)),
                deletes(options.getOrDefault("after", "keep")),
                rest);
    }

    private static boolean deletes(String after) {
        return switch (after) {
            case "keep" -> false;
            case "delete" -> true;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "option after: expected 'keep' or 'delete', found '" + after + "'");
        };
    }

    /** Refuses options that the format has not. */
    void require(FileSources files) {
        if (!FORMATS.contains(format)) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "connector directory reads format 'csv' or 'json', found '" + format + "'");
        }
        files.requireOptions(format, formatOptions);
        if (pollMicros == 0) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER, "option poll_interval: expected a span longer than zero");
        }
    }

    /** One file as the stream's rows. */
    ScanTarget.Files target(String file, CatalogObject.Stream stream) {
        return new ScanTarget.Files(List.of(file), format, formatOptions, Optional.of(stream.schema()));
    }
}
