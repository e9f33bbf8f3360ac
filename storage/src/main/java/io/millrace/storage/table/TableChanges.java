package io.millrace.storage.table;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ScanTarget;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.common.port.Split;
import io.millrace.common.port.TableSource;
import io.millrace.common.type.SqlType;
import io.millrace.storage.log.LogBatch;
import io.millrace.storage.log.LogReader;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.head.HeadEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;

/** The head as weighted rows: entries about files or about all rows are spelled out. */
final class TableChanges {
    private final ManagedTable managed;
    private final TableHistory history;
    private final List<Integer> columns;
    private final BufferAllocator allocator;
    private final Consumer<Batch> consumer;

    TableChanges(
            ManagedTable managed, TableHistory history, List<Integer> columns, BufferAllocator allocator, Consumer<Batch> consumer) {
        this.managed = managed;
        this.history = history;
        this.columns = columns;
        this.allocator = allocator;
        this.consumer = consumer;
    }

    void read(long from, long to) {
        try (LogReader reader = managed.parts().head().read(from, to, 1 << 16, allocator)) {
            for (LogBatch next = reader.next(); next != null; next = reader.next()) {
                long first = next.firstOffset();
                try (Batch batch = next.takeBatch()) {
                    give(batch, first);
                }
            }
        }
    }

    private void give(Batch batch, long first) {
        if (!managed.parts().head().mayHaveEntries(batch)) {
            consumer.accept(project(batch));
            return;
        }
        int[] run = new int[batch.physicalRows()];
        int count = 0;
        for (int i = 0; i < batch.physicalRows(); i++) {
            HeadEntry entry = managed.parts().head().entryAt(batch, i);
            if (entry == null) {
                run[count++] = i;
                continue;
            }
            giveRun(batch, run, count);
            count = 0;
            switch (entry) {
                case HeadEntry.Clear ignored -> giveAllBefore(first + i);
                case HeadEntry.Files files -> files.files().forEach(file -> giveFile(file, files.weight()));
            }
        }
        giveRun(batch, run, count);
    }

    private void giveRun(Batch batch, int[] positions, int count) {
        if (count > 0) {
            try (Batch rows = batch.gather(allocator, positions, count)) {
                consumer.accept(project(rows));
            }
        }
    }

    private Batch project(Batch batch) {
        return batch.withColumns(columns.stream().map(column -> batch.column(column).retain()).toList());
    }

    private void giveFile(RowFile file, int weight) {
        RowFiles files = managed.parts().files();
        ScanRequest request = managed.parts().columns(columns);
        try (BatchReader reader = files.open(file, files.groups(file, List.of()), request, allocator)) {
            drain(reader, weight);
        }
    }

    private void giveAllBefore(long offset) {
        ScanTarget.ManagedTable before = history.at(offset)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.SUBSCRIPTION_EXPIRED,
                        "what table " + managed.parts().id() + " held before it was emptied is no longer kept"));
        TableSource source = managed.scan(before);
        ScanRequest request = managed.parts().columns(columns);
        for (Split split : source.splits(request)) {
            try (BatchReader reader = source.open(split, request, allocator)) {
                drain(reader, -1);
            }
        }
    }

    private void drain(BatchReader reader, int weight) {
        for (Batch next = reader.next(); next != null; next = reader.next()) {
            try (Batch batch = next.compact(allocator)) {
                if (batch.physicalRows() == 0) {
                    continue;
                }
                List<Column> kept = new ArrayList<>();
                batch.columns().forEach(column -> kept.add(column.retain()));
                consumer.accept(new Batch(kept, batch.physicalRows(), null, weight > 0 ? null : minusOnes(batch.physicalRows())));
            }
        }
    }

    private Column minusOnes(int rows) {
        try (Column constant = Values.constant(allocator, SqlType.BIGINT, -1L, rows)) {
            return constant.flatten(allocator);
        }
    }
}
