package io.millrace.storage.stream;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.ScanRequest;
import java.util.ArrayList;
import java.util.List;

/** Gives batches of a whole schema the shape that a scan asks for: its columns, and a selection of the rows that pass its filter. Per thread. */
public final class Projection {
    private final List<Integer> columns;
    private final BatchFilter filter;

    public Projection(ScanRequest request) {
        this.columns = request.columns();
        this.filter = request.filter() == null ? null : request.filter().get();
    }

    /** Takes over {@code rows}, without selection; the result is the caller's. */
    public Batch apply(Batch rows) {
        try (rows) {
            List<Column> chosen = columns.stream().map(c -> rows.column(c).retain()).toList();
            Batch projected = new Batch(chosen, rows.physicalRows(), null, rows.weights() == null ? null : rows.weights().retain());
            return filter == null ? projected : filtered(projected);
        }
    }

    private Batch filtered(Batch projected) {
        List<Column> needed = new ArrayList<>();
        filter.columns().forEach(c -> needed.add(projected.column(c).retain()));
        Selection selection;
        try (Batch filterColumns = Batch.of(needed, projected.physicalRows())) {
            selection = filter.select(filterColumns);
        } catch (RuntimeException e) {
            projected.close();
            throw e;
        }
        if (selection == null) {
            return projected;
        }
        try (projected) {
            return projected.withSelection(selection);
        }
    }
}
