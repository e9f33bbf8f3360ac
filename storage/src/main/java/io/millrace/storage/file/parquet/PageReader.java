package io.millrace.storage.file.parquet;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Memory;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.apache.parquet.format.ColumnMetaData;

/**
 * Walks the pages of one column chunk. A page's header is looked at first; its bytes are fetched, checked and decompressed only by {@link #load}, so that
 * pages without wanted rows cost their header alone.
 */
final class PageReader implements AutoCloseable {
    private static final int FIRST_HEADER_BYTES = 256;
    /** A page may be larger than its chunk says in all, by this much, before it is taken for damaged. */
    private static final long SIZE_TOLERANCE_BYTES = 16L << 20;

    private final ChunkInput input;
    private final Decompressor decompressor;
    private final long pageBytesMax;
    private final long valuesTotal;
    private final int maxDefinition;
    private final int maxRepetition;
    /** Null where pages are walked one by one. */
    private final Supplier<PageOffsets> index;
    private PageOffsets offsets;
    private final ScratchBuffer page = new ScratchBuffer();
    private final CRC32 crc = new CRC32();
    private long valuesSeen;
    private PageHeader header;

    // The parts of the loaded page; addresses are valid until the next page is loaded.
    long repetitionAddress;
    int repetitionBytes;
    long definitionAddress;
    int definitionBytes;
    long valuesAddress;
    int valuesBytes;

    /** {@code index} tells where pages lie, for a reader of few rows of a column that is not repeated; it may be null, or give null. */
    PageReader(ChunkInput input, ColumnMetaData meta, ParquetNode.Leaf leaf, Decompressor decompressor, Supplier<PageOffsets> index) {
        this.input = input;
        this.index = index;
        this.decompressor = decompressor;
        this.pageBytesMax = Math.min(Math.max(meta.getTotal_uncompressed_size(), 0) + SIZE_TOLERANCE_BYTES, 1L << 30);
        this.valuesTotal = meta.getNum_values();
        this.maxDefinition = leaf.presentLevel();
        this.maxRepetition = leaf.maxRepetition();
    }

    /** Values that further data pages may hold. */
    boolean atEnd() {
        return valuesSeen >= valuesTotal;
    }

    /** The header of the next page that holds data or a dictionary; the page is to be loaded or skipped. */
    PageHeader next() {
        while (true) {
            header = readHeader();
            if (header.kind() == PageHeader.Kind.INDEX) {
                skip();
                continue;
            }
            if (header.uncompressedBytes() > pageBytesMax) {
                throw new CorruptDataException(
                        "a page of " + header.uncompressedBytes() + " bytes, the chunk has " + pageBytesMax + " at most");
            }
            if (header.compressedBytes() > input.remaining()) {
                throw new CorruptDataException("a page of " + header.compressedBytes() + " bytes where " + input.remaining() + " are left");
            }
            if (header.isData()) {
                valuesSeen += header.values();
                if (valuesSeen > valuesTotal) {
                    throw new CorruptDataException("pages of more than the chunk's " + valuesTotal + " values");
                }
            }
            return header;
        }
    }

    /** Passes over whole pages that hold nothing but the next {@code rows} rows; how many rows these were. Called where a page would begin. */
    long jump(long rows) {
        if (index == null || rows == 0) {
            return 0;
        }
        offsets = offsets == null ? index.get() : offsets;
        // A dictionary lies before the first page of data.
        if (offsets == null || header == null && input.position() < offsets.bytes()[0]) {
            return 0;
        }
        int target = offsets.pageOf(valuesSeen + rows);
        if (target <= 0 || offsets.rows()[target] <= valuesSeen || !input.advanceTo(offsets.bytes()[target])) {
            return 0;
        }
        long passed = offsets.rows()[target] - valuesSeen;
        valuesSeen += passed;
        return passed;
    }

    private PageHeader readHeader() {
        int wanted = FIRST_HEADER_BYTES;
        while (true) {
            int available = (int) Math.min(wanted, input.remaining());
            if (available <= 0) {
                throw new CorruptDataException("the column chunk ends after " + valuesSeen + " values, expected " + valuesTotal);
            }
            try {
                PageHeader parsed = PageHeader.parse(input.require(available), available);
                input.advance(parsed.headerBytes());
                return parsed;
            } catch (PageHeader.Incomplete e) {
                if (available < wanted || wanted >= PageHeader.HEADER_BYTES_MAX) {
                    throw new CorruptDataException("a page header that does not end");
                }
                wanted *= 8;
            }
        }
    }

    void skip() {
        input.advance(header.compressedBytes());
    }

    /** Fetches the page and finds its parts. */
    void load() {
        int bytes = header.compressedBytes();
        long stored = input.require(Math.max(bytes, 0));
        if (header.hasCrc() && bytes > 0) {
            checkCrc(bytes);
        }
        long address;
        int length;
        if (header.kind() == PageHeader.Kind.DATA_V2) {
            int levels = header.repetitionBytes() + header.definitionBytes();
            if (levels < 0 || levels > bytes || levels > header.uncompressedBytes()) {
                throw new CorruptDataException("levels of " + levels + " bytes in a page of " + bytes);
            }
            address = header.compressed() ? expand(bytes, levels, stored) : stored;
            length = header.compressed() && decompressor != null ? header.uncompressedBytes() : bytes;
            repetitionAddress = address;
            repetitionBytes = header.repetitionBytes();
            definitionAddress = address + header.repetitionBytes();
            definitionBytes = header.definitionBytes();
            valuesAddress = address + levels;
            valuesBytes = length - levels;
        } else {
            address = expand(bytes, 0, stored);
            length = decompressor == null ? bytes : header.uncompressedBytes();
            valuesAddress = address;
            valuesBytes = length;
            if (header.kind() == PageHeader.Kind.DATA_V1) {
                splitLevels();
            }
        }
        input.advance(bytes);
    }

    /** The page's bytes uncompressed, of which the first {@code plain} are stored as they are. */
    private long expand(int bytes, int plain, long stored) {
        if (decompressor == null) {
            return stored;
        }
        long address = page.reserve(header.uncompressedBytes(), 0);
        if (plain > 0) {
            Memory.copy(stored, address, plain);
        }
        int expected = header.uncompressedBytes() - plain;
        if (expected > 0) {
            decompressor.expand(input.windowBuffer(), input.windowOffset() + plain, bytes - plain, page.buffer(), plain, expected);
        }
        return address;
    }

    private void checkCrc(int bytes) {
        ByteBuffer window = input.windowBuffer().duplicate();
        window.limit(input.windowOffset() + bytes).position(input.windowOffset());
        crc.reset();
        crc.update(window);
        if ((int) crc.getValue() != header.crc()) {
            throw new CorruptDataException(
                    "a page's checksum is " + Integer.toHexString((int) crc.getValue()) + ", expected "
                            + Integer.toHexString(header.crc()));
        }
    }

    private void splitLevels() {
        repetitionBytes = 0;
        definitionBytes = 0;
        if (maxRepetition > 0) {
            repetitionBytes = levelBytes();
            repetitionAddress = valuesAddress + 4;
            moveBehind(4 + repetitionBytes);
        }
        if (maxDefinition > 0) {
            if (header.definitionEncoding() != PageHeader.RLE) {
                throw new MillraceException(
                        ErrorCode.FEATURE_NOT_SUPPORTED,
                        "definition levels of encoding " + header.definitionEncoding() + ", expected RLE (3)");
            }
            definitionBytes = levelBytes();
            definitionAddress = valuesAddress + 4;
            moveBehind(4 + definitionBytes);
        }
    }

    private int levelBytes() {
        int bytes = valuesBytes < 4 ? -1 : Memory.getInt(valuesAddress);
        if (bytes < 0 || bytes > valuesBytes - 4) {
            throw new CorruptDataException("levels of " + bytes + " bytes in a page of " + valuesBytes);
        }
        return bytes;
    }

    private void moveBehind(int bytes) {
        valuesAddress += bytes;
        valuesBytes -= bytes;
    }

    PageHeader header() {
        return header;
    }

    long bytesRead() {
        return input.bytesRead();
    }

    @Override
    public void close() {
        page.close();
        input.close();
    }
}
