package io.millrace.storage.log;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * A record of a log that is no row of its stream.
 *
 * @param reason what is wrong with it
 * @param text of the record, as far as it is one; cut where it is long
 */
public record MalformedRecord(int partition, long offset, String reason, String text) {
    /** The text as a JSON string. */
    public String textAsJson() {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
