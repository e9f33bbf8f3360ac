package io.millrace.storage.file.reject;

import java.util.Optional;

/**
 * A row of a file that is not what its table's columns say.
 *
 * @param file its path
 * @param line where the row begins, from 1
 * @param column the column whose value is wrong; absent where the whole row is
 * @param reason what was expected and found
 * @param text the row as it stands in the file, cut where it is long
 */
public record RejectedRow(String file, long line, Optional<String> column, String reason, String text) {
    /** Where and why, for a message. */
    public String describe() {
        return "file " + file + ", line " + line + column.map(c -> ", column \"" + c + "\"").orElse("") + ": " + reason;
    }
}
