package io.millrace.storage.table;

import io.millrace.common.port.ScanRequest;
import io.millrace.storage.table.body.BodyLayout;
import io.millrace.storage.table.body.FileNames;
import io.millrace.storage.table.body.RowFile;
import io.millrace.storage.table.body.RowFileWriter;
import io.millrace.storage.table.body.TableBody;
import io.millrace.storage.table.head.HeadLog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** What every part of one open table works with. Its memory comes from the store's allocator. */
record TableParts(
        String id, TableStore.Services services, TableOptions options, Path directory, BodyLayout layout, FileNames names, RowFiles files,
        HeadLog head, TableBody body) {
    static final int BATCH_ROWS = 1 << 14;

    int width() {
        return layout.schema().size();
    }

    RowFileWriter writer() {
        return new RowFileWriter(services.disk(), directory, layout, names, options.fileBytes());
    }

    RowMatching matching() {
        return new RowMatching(head, files, width(), services.allocator());
    }

    ScanRequest wholeRows() {
        return columns(IntStream.range(0, width()).boxed().toList());
    }

    ScanRequest columns(List<Integer> columns) {
        return new ScanRequest(columns, List.of(), null, BATCH_ROWS);
    }

    void discard(List<RowFile> written) {
        written.forEach(file -> RowFileWriter.discard(services.disk(), directory, names, file));
    }

    /** Their place is known: an entry of the head, or a snapshot, names them. */
    void settle(List<RowFile> written) {
        written.forEach(file -> names.settled(file.name()));
    }
}
