package io.millrace.frontend.ingest;

import java.io.IOException;

/** Rows of a body, one after another. For one thread. */
interface RecordInput {
    /** What became of a record. */
    sealed interface Outcome {
        record Kept() implements Outcome {}

        record Blank() implements Outcome {}

        record Bad(Rejected rejected) implements Outcome {}

        record End() implements Outcome {}
    }

    /** Reads the next record into the target. */
    Outcome next(RowTarget target) throws IOException;
}
