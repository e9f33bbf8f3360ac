package io.millrace.frontend.avatica;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.frontend.execution.RowStream;
import io.millrace.frontend.execution.StatementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;

/**
 * A result cut into frames, one batch of it in memory. The last frame is kept until the next is asked for: a client that lost an answer asks again. Owns
 * the result. For one thread at a time.
 */
final class ResultFrames implements AutoCloseable {
    /** Where a client does not say how many rows it wants. */
    private static final int FRAME_ROWS = 100;
    private static final int FRAME_ROWS_MAX = 50_000;
    /** A frame ends soon after that many values, however many rows were asked for. */
    private static final int FRAME_VALUES_MAX = 1_000_000;

    private final StatementResult.Rows result;
    private final AvaticaValues values;
    private final long rowsMax;
    private Batch batch;
    private int position;
    private long offset;
    private boolean ended;
    private Meta.Frame last = new Meta.Frame(0, false, List.of());

    /** {@code rowsMax} rows at most are given; negative for all. */
    ResultFrames(StatementResult.Rows result, AvaticaValues values, long rowsMax) {
        this.result = result;
        this.values = values;
        this.rowsMax = rowsMax < 0 ? Long.MAX_VALUE : rowsMax;
    }

    private Schema schema() {
        return result.rows().schema();
    }

    /** The columns, as they travel. */
    List<Field> fields() {
        return AvaticaTypes.carried(schema().fields(), values.rows());
    }

    /** The rows from {@code from} on; absent if they are gone or not there yet. */
    Optional<Meta.Frame> frame(long from, int rows) {
        if (from == last.offset && last.offset < offset) {
            return Optional.of(last);
        }
        if (from != offset) {
            return Optional.empty();
        }
        int width = Math.max(1, schema().size());
        int wanted = Math.min(rows <= 0 ? FRAME_ROWS : Math.min(rows, FRAME_ROWS_MAX), Math.max(1, FRAME_VALUES_MAX / width));
        List<Object> read = new ArrayList<>(Math.min(wanted, 1024));
        while (read.size() < wanted && !ended) {
            if (offset + read.size() >= rowsMax || !hasRow()) {
                end();
            } else {
                read.add(row());
            }
        }
        last = new Meta.Frame(offset, ended, read);
        offset += read.size();
        return Optional.of(last);
    }

    private boolean hasRow() {
        RowStream rows = result.rows();
        while (batch == null || position == batch.rows()) {
            releaseBatch();
            batch = rows.next();
            if (batch == null) {
                return false;
            }
            if (!rows.bounded() && batch.rows() == 0) {
                throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "rows without end are not read over Avatica");
            }
        }
        return true;
    }

    private List<Object> row() {
        int physical = batch.selection() == null ? position : batch.selection().at(position);
        position++;
        List<Object> row = new ArrayList<>(batch.width());
        for (int c = 0; c < batch.width(); c++) {
            row.add(values.of(Values.read(batch.column(c), physical), schema().type(c)));
        }
        return row;
    }

    private void end() {
        ended = true;
        releaseBatch();
        result.close();
    }

    private void releaseBatch() {
        position = 0;
        if (batch != null) {
            Batch done = batch;
            batch = null;
            done.close();
        }
    }

    @Override
    public void close() {
        releaseBatch();
        if (!ended) {
            ended = true;
            result.close();
        }
    }
}
