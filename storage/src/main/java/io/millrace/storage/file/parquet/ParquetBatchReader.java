package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Batch;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.port.BatchFilter;
import io.millrace.common.port.BatchReader;
import io.millrace.common.port.ScanRequest;
import io.millrace.storage.disk.DiskErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Reads row groups of one file, one after another; groups and pages that statistics rule out are left out. */
public final class ParquetBatchReader implements BatchReader {
    private final ParquetFile file;
    private final ColumnMapping mapping;
    private final ScanRequest request;
    private final BufferAllocator allocator;
    private final List<Integer> groups;
    private final List<ColumnMapping.Origin> columns = new ArrayList<>();
    private final BatchFilter filter;
    private final FileChannel channel;
    private RowGroupReader current;
    private int nextGroup;
    private long bytesRead;
    private long position;

    /**
     * @param groups row groups to read, ascending
     * @param request columns and predicates count in the mapping's table
     * @throws MillraceException FILE_NOT_FOUND or CORRUPT_FILE, naming the file; CORRUPT_FILE also if the file has changed since its footer was read
     */
    public ParquetBatchReader(ParquetFile file, List<Integer> groups, ColumnMapping mapping, ScanRequest request,
            BufferAllocator allocator) {
        this.file = file;
        this.groups = List.copyOf(groups);
        this.mapping = mapping;
        this.request = request;
        this.allocator = allocator;
        this.filter = request.filter() == null ? null : request.filter().get();
        request.columns().forEach(column -> columns.add(mapping.origin(column)));
        this.channel = openChannel(file);
    }

    private static FileChannel openChannel(ParquetFile file) {
        try {
            FileChannel opened = FileChannel.open(file.path(), StandardOpenOption.READ);
            if (opened.size() != file.length()) {
                long now = opened.size();
                opened.close();
                throw new MillraceException(
                        ErrorCode.CORRUPT_FILE,
                        "file " + file.path() + " changed while it was read: " + now + " bytes, expected " + file.length());
            }
            return opened;
        } catch (IOException e) {
            throw DiskErrors.unreadable(file.path(), e);
        }
    }

    @Override
    public Batch next() {
        while (true) {
            if (current == null) {
                if (nextGroup == groups.size()) {
                    return null;
                }
                openGroup(groups.get(nextGroup++));
            }
            Batch batch = current == null ? null : current.next();
            if (batch != null) {
                position = file.firstRow(groups.get(nextGroup - 1)) + current.firstRowOfBatch();
                return batch;
            }
            closeGroup();
        }
    }

    private void openGroup(int group) {
        RowRanges ranges = RowGroupPruning.ranges(file, group, channel, mapping, request.predicates());
        if (ranges.count() > 0) {
            current = new RowGroupReader(file, group, channel, columns, ranges, filter, request.batchRows(), allocator);
        }
    }

    /** Position in the file of the last batch's first physical row; the others follow it without gap. */
    public long rowPosition() {
        return position;
    }

    private void closeGroup() {
        if (current != null) {
            bytesRead += current.bytesRead();
            current.close();
            current = null;
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead + (current == null ? 0 : current.bytesRead());
    }

    @Override
    public void close() {
        closeGroup();
        try {
            channel.close();
        } catch (IOException e) {
            throw new MillraceException(ErrorCode.IO_ERROR, "file " + file.path() + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
