package io.millrace.frontend.format;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/** The formats that doors answer in. */
public enum RowFormat {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    CSV("text/csv; charset=utf-8; header=present"),
    ARROW("application/vnd.apache.arrow.stream"),
    /** As ARROW, with errors amid the rows, and what is known of the answer in the schema's metadata: for drivers. */
    DRIVER("application/vnd.millrace.arrow");

    private final String contentType;

    RowFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /** What {@code ?format=} or else the Accept header asks for; JSON if they ask for nothing in particular. */
    public static RowFormat negotiate(Optional<String> format, Optional<String> accept) {
        if (format.isPresent()) {
            return named(format.get());
        }
        String wanted = accept.orElse("*/*").toLowerCase(Locale.ROOT);
        for (String range : wanted.split(",")) {
            switch (range.split(";")[0].strip()) {
                case "application/json", "*/*", "application/*", "" -> {
                    return JSON;
                }
                case "application/x-ndjson", "application/ndjson", "application/jsonl" -> {
                    return NDJSON;
                }
                case "text/csv", "text/*" -> {
                    return CSV;
                }
                case "application/vnd.apache.arrow.stream" -> {
                    return ARROW;
                }
                case "application/vnd.millrace.arrow" -> {
                    return DRIVER;
                }
                default -> {}
            }
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                "cannot answer as '" + accept.orElse("") + "': expected application/json, application/x-ndjson, text/csv or "
                        + "application/vnd.apache.arrow.stream");
    }

    private static RowFormat named(String name) {
        for (RowFormat format : values()) {
            if (format.name().equalsIgnoreCase(name)) {
                return format;
            }
        }
        throw new MillraceException(ErrorCode.INVALID_PARAMETER, "unknown format '" + name + "', expected one of json, ndjson, csv, arrow");
    }

    /** Writes to {@code out}, which stays the caller's. */
    public RowWriter writer(Answer answer, OutputStream out) {
        return switch (this) {
            case JSON -> new JsonRowWriter(answer, out);
            case NDJSON -> new NdjsonRowWriter(answer, out);
            case CSV -> new CsvRowWriter(answer.schema(), answer.zone(), out, ',');
            case ARROW -> new ArrowRowWriter(answer, out);
            case DRIVER -> new DriverRowWriter(answer, out);
        };
    }
}
