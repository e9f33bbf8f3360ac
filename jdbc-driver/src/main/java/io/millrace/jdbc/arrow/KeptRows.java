package io.millrace.jdbc.arrow;

import io.millrace.jdbc.error.Errors;
import io.millrace.jdbc.value.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows that can be gone to again: all record batches that were read stay in memory, as they came. */
public final class KeptRows extends Rows {
    private final ArrowRows source;
    private final Vector[] vectors;
    private final List<KeptBatch> batches = new ArrayList<>();
    /** The row behind each batch's last, counted from 0. */
    private final List<Long> ends = new ArrayList<>();
    private boolean complete;
    private int current = -1;
    private long row = -1;
    private int rowOfBatch;

    /** Takes the rows over; none of them may have been read. */
    public KeptRows(ArrowRows source) {
        super(source.columns());
        this.source = source;
        this.vectors = source.columns().stream().map(Vector::of).toArray(Vector[]::new);
    }

    /** A record batch as it came. */
    static final class KeptBatch {
        private final byte[] metadata;
        private final byte[] body;
        private final long rows;

        KeptBatch(byte[] metadata, byte[] body, long rows) {
            this.metadata = metadata;
            this.body = body;
            this.rows = rows;
        }
    }

    private long read() {
        return ends.isEmpty() ? 0 : ends.get(ends.size() - 1);
    }

    /** How many rows there are; reads all of them. */
    public long count() throws SQLException {
        readTo(Long.MAX_VALUE);
        return read();
    }

    /** Whether all rows were read from the server. */
    public boolean isComplete() {
        return complete;
    }

    private void readTo(long wanted) throws SQLException {
        try {
            while (!complete && read() <= wanted) {
                KeptBatch batch = source.keepNext();
                if (batch == null) {
                    complete = true;
                } else {
                    batches.add(batch);
                    ends.add(read() + batch.rows);
                }
            }
        } catch (OutOfMemoryError e) {
            close();
            throw Errors.of("53200", "the result does not fit into the client's memory: results that are read forward only need not", e);
        }
    }

    /** Goes to a row, counted from 0; false if there is no such row. */
    public boolean seek(long wanted) throws SQLException {
        readTo(wanted);
        if (wanted < 0 || wanted >= read()) {
            return false;
        }
        int batch = batchOf(wanted);
        if (batch != current) {
            ArrowRows.load(vectors, ArrowRows.batch(batches.get(batch).metadata), batches.get(batch).body);
            current = batch;
        }
        row = wanted;
        rowOfBatch = (int) (wanted - (ends.get(batch) - batches.get(batch).rows));
        return true;
    }

    private int batchOf(long wanted) {
        int low = 0;
        int high = ends.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends.get(middle) <= wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean next() throws SQLException {
        return seek(row + 1);
    }

    @Override
    public boolean isNull(int column) {
        return vectors[column].isNull(rowOfBatch);
    }

    @Override
    public Object get(int column) {
        return vectors[column].get(rowOfBatch);
    }

    @Override
    public long longAt(int column) {
        return vectors[column].longAt(rowOfBatch);
    }

    @Override
    public double doubleAt(int column) {
        return vectors[column].doubleAt(rowOfBatch);
    }

    @Override
    public void close() {
        complete = true;
        batches.clear();
        ends.clear();
        source.close();
    }
}
