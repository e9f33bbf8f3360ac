package io.millrace.frontend.execution;

import java.util.List;

/** What a statement gives. Rows are the receiver's to close. */
public sealed interface StatementResult extends AutoCloseable {
    /** What was done, in SQL's words: SELECT, INSERT, CREATE TABLE …. */
    String tag();

    List<String> warnings();

    /** Rows to be read; the statement runs until they are read or closed. */
    record Rows(String tag, RowStream rows, List<String> warnings) implements StatementResult {
        public Rows {
            warnings = List.copyOf(warnings);
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** Done and durable; {@code count} of changed rows, or -1 where that means nothing. */
    record Done(String tag, long count, List<String> warnings) implements StatementResult {
        public Done {
            warnings = List.copyOf(warnings);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    @Override
    void close();
}
