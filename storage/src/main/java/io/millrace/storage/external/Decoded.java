package io.millrace.storage.external;

import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.MalformedRecord;

/** What became of records. */
sealed interface Decoded {
    long firstOffset();

    long endOffset();

    long bytes();

    void close();

    /** Rows at consecutive offsets; whoever holds this owns them. */
    record Rows(LogBatch batch) implements Decoded {
        @Override
        public long firstOffset() {
            return batch.firstOffset();
        }

        @Override
        public long endOffset() {
            return batch.endOffset();
        }

        @Override
        public long bytes() {
            return batch.batch().bytes();
        }

        @Override
        public void close() {
            batch.close();
        }
    }

    /** A record that is no row. */
    record Malformed(MalformedRecord record) implements Decoded {
        @Override
        public long firstOffset() {
            return record.offset();
        }

        @Override
        public long endOffset() {
            return record.offset() + 1;
        }

        @Override
        public long bytes() {
            return 2L * record.text().length();
        }

        @Override
        public void close() {}
    }
}
