package io.millrace.cluster.view;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.BatchBuilder;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.step.Input;
import io.millrace.exec.step.StepOutput;
import io.millrace.exec.step.error.ErrorRow;
import io.millrace.exec.step.error.RowOrigin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * ON ERROR SKIP INTO: the rows that cannot be computed, each with its error, as long as they are there. What a tick changes is written once: after a restart
 * ticks up to the last write are passed over.
 */
final class ErrorRowsWriter implements SideWriter {
    private static final Schema WEIGHTED = ErrorTable.COLUMNS.concat(Schema.of(Field.of("weight", SqlType.BIGINT)));

    private final SideTable table;
    private final String viewName;
    private final List<Input> inputs;
    private final BufferAllocator allocator;
    private final Map<List<Object>, Long> changes = new LinkedHashMap<>();

    ErrorRowsWriter(SideTable table, String viewName, List<Input> inputs, BufferAllocator allocator) {
        this.table = table;
        this.viewName = viewName;
        this.inputs = inputs;
        this.allocator = allocator;
    }

    @Override
    public void collect(StepOutput output) {
        for (ErrorRow error : output.errors()) {
            changes.merge(row(error), error.weight(), (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    private List<Object> row(ErrorRow error) {
        RowOrigin origin = error.origin();
        List<Object> row = new ArrayList<>();
        row.add(viewName);
        row.add(error.code().name());
        row.add(error.message());
        row.add(origin.input() < 0 ? null : inputs.get(origin.input()).name());
        row.add(origin.offset() < 0 ? null : origin.partition());
        row.add(origin.offset() < 0 ? null : origin.offset());
        row.add(origin.row().orElse(null));
        return row;
    }

    @Override
    public void forget() {
        changes.clear();
    }

    @Override
    public void write(long tick, Map<String, List<Long>> ends, boolean fresh) {
        boolean before = table.written().isPresent();
        if (before && !fresh && tick <= table.written().get().tick()) {
            changes.clear();
            return;
        }
        List<Batch> rows = fresh && before ? table.removal(ErrorTable.VIEW_NAME, viewName) : new ArrayList<>();
        if (!changes.isEmpty()) {
            rows.add(batch());
            changes.clear();
        }
        if (!rows.isEmpty()) {
            table.write(new SideTable.Written(tick, ends), rows);
        }
    }

    private Batch batch() {
        try (BatchBuilder builder = new BatchBuilder(allocator, WEIGHTED, changes.size())) {
            changes.forEach((row, weight) -> {
                Object[] values = row.toArray(new Object[WEIGHTED.size()]);
                values[row.size()] = weight;
                builder.row(values);
            });
            Batch all = builder.build();
            return new Batch(all.columns().subList(0, all.width() - 1), all.physicalRows(), null, all.column(all.width() - 1));
        }
    }
}
