package io.millrace.storage.file.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.Util;

/** Where the data pages of a column chunk begin, in the file and by rows: what a reader of few rows goes by, instead of header by header. */
record PageOffsets(long[] bytes, long[] rows) {
    private static final int INDEX_BYTES_MAX = 16 << 20;

    /** Null if the chunk has no offset index, or one that cannot be right: then pages are walked. */
    static PageOffsets read(ParquetFile file, FileChannel channel, ColumnChunk chunk) {
        if (!chunk.isSetOffset_index_offset() || !chunk.isSetOffset_index_length() || chunk.getOffset_index_length() <= 0
                || chunk.getOffset_index_length() > INDEX_BYTES_MAX) {
            return null;
        }
        try {
            return file.pageIndexes().get(chunk.getOffset_index_offset(), chunk.getOffset_index_length(), PageOffsets.class,
                    () -> parse(channel, chunk));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PageOffsets parse(FileChannel channel, ColumnChunk chunk) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(chunk.getOffset_index_length());
        try {
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, chunk.getOffset_index_offset() + buffer.position()) < 0) {
                    return null;
                }
            }
            OffsetIndex index = Util.readOffsetIndex(new ByteArrayInputStream(buffer.array()));
            List<PageLocation> pages = index.getPage_locations();
            return of(pages.stream().mapToLong(PageLocation::getOffset).toArray(),
                    pages.stream().mapToLong(PageLocation::getFirst_row_index).toArray());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static PageOffsets of(long[] bytes, long[] rows) {
        for (int page = 1; page < rows.length; page++) {
            if (rows[page] < rows[page - 1] || bytes[page] <= bytes[page - 1]) {
                return null;
            }
        }
        return rows.length == 0 || rows[0] != 0 ? null : new PageOffsets(bytes, rows);
    }

    /** The last page that begins at a row or before it. */
    int pageOf(long row) {
        int found = Arrays.binarySearch(rows, row);
        int page = found < 0 ? -found - 2 : found;
        while (page + 1 < rows.length && rows[page + 1] == row) {
            page++;
        }
        return page;
    }
}
