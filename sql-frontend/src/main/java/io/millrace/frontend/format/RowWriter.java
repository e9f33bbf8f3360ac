package io.millrace.frontend.format;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.MillraceException;
import java.io.IOException;

/** Writes one answer to a stream in one format, batch by batch. For one thread. */
public interface RowWriter {
    void begin() throws IOException;

    /** The batch stays the caller's. */
    void batch(Batch batch) throws IOException;

    /** The rows are complete. */
    void end() throws IOException;

    /**
     * The rows broke off after {@link #begin}.
     *
     * @return whether the format can say so; if not, the door has to cut the transfer so that the client sees it end early
     */
    boolean fail(MillraceException error) throws IOException;
}
