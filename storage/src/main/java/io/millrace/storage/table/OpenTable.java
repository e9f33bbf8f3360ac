package io.millrace.storage.table;

import io.millrace.common.catalog.CatalogObject;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.storage.disk.Disk;
import io.millrace.storage.disk.DiskErrors;
import io.millrace.storage.file.parquet.FooterCache;
import io.millrace.storage.table.body.BodyLayout;
import io.millrace.storage.table.body.FileNames;
import io.millrace.storage.table.body.TableBody;
import io.millrace.storage.table.head.HeadLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** A table that this process has in use: opened whole, with what a crash left cleaned away. */
final class OpenTable {
    private static final String DESCRIPTOR = "TABLE";
    private static final long RETRY_MICROS = 30_000_000;

    private final ManagedTable managed;
    private final TableHistory history;
    private final ReentrantLock flushing = new ReentrantLock();
    private long historyMicros;
    private long retryMicros;
    private long bytesAtFlush;
    /** When the head was first seen not to be empty; -1 if it is. */
    private long waitingSinceMicros = -1;

    private OpenTable(ManagedTable managed, TableHistory history, long historyMicros) {
        this.managed = managed;
        this.history = history;
        this.historyMicros = historyMicros;
    }

    static OpenTable open(TableStore.Services services, TableOptions options, FooterCache footers, CatalogObject.Table table) {
        BodyLayout layout = BodyLayout.of(table);
        KeyConstraint.requireSupported(table);
        Path directory = services.root().resolve(table.id());
        long created = prepare(services, directory);
        FileNames names = new FileNames(services.disk(), directory, services.random());
        HeadLog head = new HeadLog(
                services.logs(), services.logs().findOrCreate(table.id(), 1), table.schema(), services.allocator());
        TableBody body =
                new TableBody(services.disk(), directory, table.id(), layout, services.pointers(), names, services.allocator());
        TableParts parts = new TableParts(
                table.id(), services, options, directory, layout, names, new RowFiles(directory, layout, footers), head, body);
        new LeftOvers(parts).delete();
        ManagedTable managed = new ManagedTable(parts, table);
        return new OpenTable(managed, new TableHistory(managed, created), TableHistoryOption.micros(table, options));
    }

    private static long prepare(TableStore.Services services, Path directory) {
        Disk disk = services.disk();
        try {
            disk.createDirectories(directory.resolve(FileNames.DATA));
            disk.createDirectories(directory.resolve(FileNames.METADATA));
            Path descriptor = directory.resolve(DESCRIPTOR);
            if (!disk.exists(descriptor)) {
                String text = "version=1\ncreated=" + services.clock().epochMicros() + "\n";
                disk.replace(descriptor, text.getBytes(StandardCharsets.US_ASCII));
            }
            String text = new String(disk.read(descriptor), StandardCharsets.US_ASCII);
            int at = text.indexOf("created=");
            if (!text.startsWith("version=1\n") || at < 0) {
                throw DiskErrors.corrupt(descriptor, 0, "not the description of a table");
            }
            return Long.parseLong(text.substring(at + "created=".length()).strip());
        } catch (IOException e) {
            throw DiskErrors.translate("open the table in " + directory, e);
        }
    }

    ManagedTable managed() {
        return managed;
    }

    TableHistory history() {
        return history;
    }

    /** The definition as it is used now; columns cannot change. */
    void use(CatalogObject.Table table) {
        if (!managed.parts().layout().schema().equals(table.schema())) {
            throw new MillraceException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "columns of table \"" + table.name() + "\" have changed, which is not supported yet");
        }
        historyMicros = TableHistoryOption.micros(table, managed.parts().options());
    }

    void flush() {
        flushing.lock();
        try {
            boolean moved = new TableFlush(managed).run();
            waitingSinceMicros = -1;
            boolean expired = history.letGo(historyMicros);
            bytesAtFlush = managed.parts().head().log().bytes();
            if (expired) {
                managed.forgetPast();
            }
            if (moved && expired) {
                new LeftOvers(managed.parts()).delete();
            }
        } finally {
            flushing.unlock();
        }
    }

    /** Flushes if the head is large or old. */
    void flushIfDue() {
        TableOptions options = managed.parts().options();
        long rows = managed.parts().head().end() - managed.state().body().flushedOffset();
        if (rows == 0) {
            return;
        }
        long now = managed.parts().services().clock().epochMicros();
        if (waitingSinceMicros < 0) {
            waitingSinceMicros = now;
        }
        boolean due = rows >= options.flushRows()
                || managed.parts().head().log().bytes() - bytesAtFlush >= options.flushBytes()
                || now - waitingSinceMicros >= options.flushAgeMicros();
        if (due && now >= retryMicros) {
            // A flush that fails has written files for nothing: not at once again.
            retryMicros = now + RETRY_MICROS;
            flush();
            retryMicros = 0;
        }
    }
}
