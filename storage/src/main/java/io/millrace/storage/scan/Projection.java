package io.millrace.storage.scan;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.ScanRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Gives batches of a whole schema the shape that a scan asks for: its columns, and a selection of the rows that pass its filter. Per thread. */
public final class Projection {
    private final List<Integer> columns;
    private final BatchFilter filter;

    public Projection(ScanRequest request) {
        this(request.columns(), request.filter() == null ? null : request.filter().get());
    }

    private Projection(List<Integer> columns, BatchFilter filter) {
        this.columns = columns;
        this.filter = filter;
    }

    /** For rows that hold the request's columns already. */
    public static Projection ofColumns(ScanRequest request) {
        List<Integer> same = IntStream.range(0, request.columns().size()).boxed().toList();
        return new Projection(same, request.filter() == null ? null : request.filter().get());
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
