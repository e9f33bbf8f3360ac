package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.ColumnPredicate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.Util;

/**
 * Finds the rows of a column chunk whose pages may match, by the page index that lies before the footer: bounds and NULLs of each page, and the row that it
 * begins with. It is read only if the footer's bounds leave something to rule out.
 */
final class PagePruning {
    /** Of one chunk's index; a larger one is left unread. */
    private static final int INDEX_BYTES_MAX = 16 << 20;

    private final ParquetFile file;
    private final int group;
    private final FileChannel channel;
    private final ParquetNode.Leaf leaf;

    PagePruning(ParquetFile file, int group, FileChannel channel, ParquetNode.Leaf leaf) {
        this.file = file;
        this.group = group;
        this.channel = channel;
        this.leaf = leaf;
    }

    /**
     * The rows of the pages that may have a match; all where there is no index.
     *
     * @throws MillraceException CORRUPT_FILE if there is an index that cannot be right
     */
    RowRanges ranges(ColumnPredicate predicate) {
        long rows = file.rows(group);
        ColumnChunk chunk = file.chunk(group, leaf);
        boolean indexed = chunk.isSetColumn_index_offset() && chunk.isSetColumn_index_length() && chunk.isSetOffset_index_offset()
                && chunk.isSetOffset_index_length() && chunk.getColumn_index_length() <= INDEX_BYTES_MAX
                && chunk.getOffset_index_length() <= INDEX_BYTES_MAX;
        if (!indexed || ChunkStatistics.of(file, group, leaf).allMatch(predicate)) {
            return RowRanges.all(rows);
        }
        try {
            ColumnIndex values = file.pageIndexes().get(chunk.getColumn_index_offset(), chunk.getColumn_index_length(), ColumnIndex.class,
                    () -> Util.readColumnIndex(read(chunk.getColumn_index_offset(), chunk.getColumn_index_length())));
            OffsetIndex places = file.pageIndexes().get(chunk.getOffset_index_offset(), chunk.getOffset_index_length(), OffsetIndex.class,
                    () -> Util.readOffsetIndex(read(chunk.getOffset_index_offset(), chunk.getOffset_index_length())));
            return matching(values, places, rows, predicate);
        } catch (CorruptDataException e) {
            throw e.in(place());
        } catch (IOException | RuntimeException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, place() + ": a page index that cannot be parsed (" + e.getMessage() + ")",
                    e);
        }
    }

    private String place() {
        return "file " + file.path() + ", row group " + group + ", column " + leaf.name();
    }

    private ByteArrayInputStream read(long offset, int length) throws IOException {
        if (offset < 4 || length <= 0 || offset > file.length() - length) {
            throw new CorruptDataException("a page index at " + offset + " of " + length + " bytes in a file of " + file.length());
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new CorruptDataException("truncated while its page index was read");
            }
        }
        return new ByteArrayInputStream(bytes.array());
    }

    private RowRanges matching(ColumnIndex values, OffsetIndex places, long rows, ColumnPredicate predicate) {
        int pages = places.getPage_locationsSize();
        boolean counted = values.isSetNull_counts();
        if (values.getNull_pagesSize() != pages || values.getMin_valuesSize() != pages || values.getMax_valuesSize() != pages
                || counted && values.getNull_countsSize() != pages) {
            throw new CorruptDataException("a page index whose lists differ in length");
        }
        boolean ordered = ChunkStatistics.isOrdered(file, leaf);
        long[] bounds = new long[2 * pages];
        int used = 0;
        for (int page = 0; page < pages; page++) {
            long from = places.getPage_locations().get(page).getFirst_row_index();
            long to = page + 1 < pages ? places.getPage_locations().get(page + 1).getFirst_row_index() : rows;
            if (from < 0 || from > to || to > rows || page == 0 && from != 0) {
                throw new CorruptDataException("a page index whose page " + page + " has rows " + from + " to " + to + " of " + rows);
            }
            if (from < to && statistics(values, page, to - from, counted, ordered).mayMatch(predicate)) {
                if (used > 0 && bounds[used - 1] == from) {
                    bounds[used - 1] = to;
                } else {
                    bounds[used++] = from;
                    bounds[used++] = to;
                }
            }
        }
        return new RowRanges(Arrays.copyOf(bounds, used));
    }

    private ChunkStatistics statistics(ColumnIndex index, int page, long rows, boolean counted, boolean ordered) {
        boolean onlyNulls = index.getNull_pages().get(page);
        long nulls = onlyNulls ? rows : counted ? index.getNull_counts().get(page) : -1;
        if (nulls > rows) {
            throw new CorruptDataException("a page index that counts " + nulls + " NULLs in a page of " + rows + " rows");
        }
        if (onlyNulls || !ordered) {
            return new ChunkStatistics(rows, nulls, null, null);
        }
        return ChunkStatistics.bounded(rows, nulls, BoundValues.decode(leaf.leaf(), bytes(index.getMin_values().get(page)), true),
                BoundValues.decode(leaf.leaf(), bytes(index.getMax_values().get(page)), false));
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
