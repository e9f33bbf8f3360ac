package io.millrace.exec.step.operator;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.List;

/** All rows of all inputs; columns take the union's types, which have the layouts of the inputs'. A hidden row watermark passes if every input has one. */
public final class UnionOperator extends StepOperator {
    private final Schema schema;
    private final boolean rowWatermark;

    public UnionOperator(OperatorContext context, int number, List<StepOperator> inputs, Schema schema, boolean rowWatermark) {
        super(context, number, inputs);
        this.schema = schema;
        this.rowWatermark = rowWatermark;
    }

    @Override
    protected void accept(int port, Batch batch) {
        try (batch) {
            List<Column> columns = new ArrayList<>();
            for (int c = 0; c < schema.size(); c++) {
                Column column = batch.column(c).retain();
                columns.add(column.type().equals(schema.type(c)) ? column : column.withType(schema.type(c)));
            }
            if (rowWatermark) {
                columns.add(batch.column(schema.size()).retain());
            }
            emit(batch.withColumns(columns));
        }
    }
}
