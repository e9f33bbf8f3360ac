package io.millrace.cluster.view;

import io.millrace.cluster.source.FilteredReader;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.Schema;
import io.millrace.exec.step.ViewSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** A view's contents at one tick as a table; a row of weight n comes n times. */
final class ViewSource implements TableSource {
    private final Schema schema;
    private final ViewSnapshot snapshot;

    ViewSource(Schema schema, ViewSnapshot snapshot) {
        this.schema = schema;
        this.snapshot = snapshot;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public TableStatistics statistics() {
        return new TableStatistics(rows(), -1, List.of());
    }

    private double rows() {
        return snapshot.rows();
    }

    @Override
    public List<Split> splits(ScanRequest request) {
        if (!snapshot.isInMemory()) {
            return List.of(new Split(0, "view contents", Map.of(), snapshot.rows(), -1));
        }
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < snapshot.batches().size(); i++) {
            splits.add(new Split(i, "view contents", Map.of(), snapshot.batches().get(i).rows(), -1));
        }
        return splits;
    }

    @Override
    public BatchReader open(Split split, ScanRequest request, BufferAllocator allocator) {
        if (!snapshot.isInMemory()) {
            return FilteredReader.of(new StoredContentsReader(snapshot.open(request.batchRows()), request, allocator), request);
        }
        return FilteredReader.of(new ExpandedReader(snapshot.batches().get(split.index()), request, allocator), request);
    }
}
