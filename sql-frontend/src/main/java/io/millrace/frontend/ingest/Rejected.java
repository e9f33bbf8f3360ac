package io.millrace.frontend.ingest;

import java.util.Optional;

/**
 * A row that does not fit.
 *
 * @param line where it begins, from 1
 * @param column whose value is wrong; absent where the whole row is
 * @param text the row as it came, cut where it is long
 */
public record Rejected(long line, Optional<String> column, String reason, String text) {
    public String describe() {
        return "line " + line + column.map(c -> ", column \"" + c + "\"").orElse("") + ": " + reason;
    }
}
