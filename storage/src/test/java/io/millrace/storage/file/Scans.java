package io.millrace.storage.file;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Values;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Reads whole sources into Java values, checking that all memory is given back. */
public final class Scans {
    private Scans() {}

    public static TableSource open(String format, Map<String, String> options, Object... paths) {
        return new FileSources().open(new ScanTarget.Files(List.of(paths).stream().map(Object::toString).toList(), format, options));
    }

    public static TableSource parquet(Path path) {
        return open("parquet", Map.of(), path);
    }

    public static ScanRequest all(TableSource source, int batchRows) {
        return new ScanRequest(IntStream.range(0, source.schema().size()).boxed().toList(), List.of(), null, batchRows);
    }

    public static List<List<Object>> rows(TableSource source) {
        return rows(source, all(source, 1000));
    }

    public static ScanRequest request(List<Integer> columns, List<ColumnPredicate> predicates, Supplier<BatchFilter> filter,
            int batchRows) {
        return new ScanRequest(columns, predicates, filter, batchRows);
    }

    public static List<List<Object>> rows(TableSource source, ScanRequest request) {
        List<List<Object>> rows = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator()) {
            for (Split split : source.splits(request)) {
                try (BatchReader reader = source.open(split, request, allocator)) {
                    for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                        try (Batch owned = batch) {
                            rows.addAll(Values.readRows(owned));
                        }
                    }
                }
            }
        }
        return rows;
    }
}
