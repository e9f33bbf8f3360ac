package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.type.Schema;
import io.millrace.exec.expression.json.JsonWriter;
import io.millrace.exec.step.error.RowOrigin;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tells rows that are left out by where they came from. A batch is pushed through linear operators at once, which leave rows at their physical
 * positions or say where they took them from ({@link #repeated}); so the position tells the row of the input, and nothing is carried with rows.
 */
public final class Origins {
    private record Known(Schema schema, boolean positional) {}

    private final ZoneId zone;
    private final boolean withRows;
    private final Map<Integer, Known> operators = new HashMap<>();
    private int input = -1;
    private int partition;
    private long firstOffset;
    private Batch source;
    private Schema schema;
    private int[] positions;

    /** @param withRows whether rows are wanted as JSON */
    Origins(ZoneId zone, boolean withRows) {
        this.zone = zone;
        this.withRows = withRows;
    }

    boolean withRows() {
        return withRows;
    }

    /** {@code positional}: whether the operator's input leaves rows where they were in the dataflow's input. */
    public void describe(int operator, Schema inputSchema, boolean positional) {
        operators.put(operator, new Known(inputSchema, positional));
    }

    /** From here to {@link #leave} this batch of an input is pushed. */
    public void enter(int newInput, int newPartition, long offset, Batch batch, Schema batchSchema) {
        input = newInput;
        partition = newPartition;
        firstOffset = offset;
        source = batch;
        schema = batchSchema;
        positions = null;
    }

    public void leave() {
        input = -1;
        source = null;
        positions = null;
    }

    /** Runs {@code push} of a batch whose row i was row {@code from[i]} before. */
    void repeated(int[] from, Runnable push) {
        int[] before = positions;
        positions = before == null ? from : null;
        boolean known = before == null;
        int inputBefore = input;
        input = known ? input : -1;
        push.run();
        input = inputBefore;
        positions = before;
    }

    /** Of the row at a physical position of a batch that reached an operator. */
    RowOrigin of(int operator, Batch batch, int position) {
        Known known = operators.get(operator);
        if (known == null) {
            return RowOrigin.UNKNOWN;
        }
        if (!known.positional || input < 0) {
            return withRows ? new RowOrigin(-1, 0, -1, Optional.of(json(batch, known.schema, position))) : RowOrigin.UNKNOWN;
        }
        int row = positions == null ? position : positions[position];
        return new RowOrigin(
                input, partition, firstOffset < 0 ? -1 : firstOffset + row,
                withRows ? Optional.of(json(source, schema, row)) : Optional.empty());
    }

    private String json(Batch batch, Schema columns, int position) {
        StringBuilder text = new StringBuilder("{");
        for (int c = 0; c < columns.size(); c++) {
            text.append(c > 0 ? "," : "");
            JsonWriter.write(columns.field(c).name(), io.millrace.common.type.SqlType.VARCHAR, zone, text);
            text.append(':');
            JsonWriter.write(Values.read(batch.column(c), position), columns.type(c), zone, text);
        }
        return text.append('}').toString();
    }
}
