package io.millrace.frontend.shell;

import java.util.Locale;

/** What the shell prints rows as. */
public enum OutputFormat {
    TABLE,
    CSV,
    TSV,
    JSON,
    NDJSON;

    /** Formats that the server writes and the shell passes on. */
    boolean passedOn() {
        return this == CSV || this == JSON || this == NDJSON;
    }

    String parameter() {
        return passedOn() ? name().toLowerCase(Locale.ROOT) : "json";
    }
}
