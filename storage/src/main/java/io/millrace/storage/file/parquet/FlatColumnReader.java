package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads a top-level column that is neither nested nor repeated. A batch whose pages are all dictionary-encoded comes out as codes; once a page with
 * plain values joins in, the batch is made flat. Skipping is lazy: whole pages are passed over by their headers.
 */
final class FlatColumnReader implements LeafReader {
    /**
     * Dictionaries of fixed-width values stay dictionaries up to this many entries. Beyond, a filter gains nothing from testing entries instead of rows,
     * and writing out 8 bytes a row at once is cheaper than doing so in each expression.
     */
    static final int FIXED_DICTIONARY_ENTRIES_MAX = 8192;
    /** Below this share of selected rows runs of them are decoded one by one, above it all rows: of values that are copied at the speed of memory. */
    private static final int SPARSE_DIVISOR_CHEAP = 16;
    /** The same of byte strings and of values that are converted. */
    private static final int SPARSE_DIVISOR_COSTLY = 4;

    private final PageReader pages;
    private final LeafType leaf;
    private final boolean nullable;
    private final BufferAllocator allocator;
    private final ChunkDictionary dictionary;

    private final HybridBits levels = new HybridBits();
    private final HybridInts codes = new HybridInts();
    private PageValues values;
    private boolean codesInPage;
    private int pageLeft;
    private long pendingSkip;

    // The batch being built.
    private int rows;
    private ArrowBuf validity;
    private boolean anyNull;
    private ArrowBuf batchCodes;
    private FlatVector vector;
    private int filledTo;
    private double bytesPerValue = 16;

    FlatColumnReader(PageReader pages, ParquetNode.Leaf node, BufferAllocator allocator) {
        this.pages = pages;
        this.leaf = node.leaf();
        this.nullable = node.presentLevel() > 0;
        this.allocator = allocator;
        this.dictionary = new ChunkDictionary(pages, leaf, allocator);
    }

    @Override
    public void skip(long count) {
        int inPage = (int) Math.min(count, pageLeft);
        if (inPage > 0 && pendingSkip == 0) {
            skipInPage(inPage);
            count -= inPage;
        }
        pendingSkip += count;
    }

    private void skipInPage(int count) {
        if (count == pageLeft) {
            pageLeft = 0;
            return;
        }
        int present = nullable ? levels.skip(count) : count;
        if (codesInPage) {
            codes.skip(present);
        } else {
            values.skip(present);
        }
        pageLeft -= count;
    }

    @Override
    public Column read(int count) {
        begin(count);
        try {
            append(0, count);
            return finish();
        } finally {
            abandon();
        }
    }

    @Override
    public Column readSelected(int count, Selection selection) {
        boolean cheap = codesInPage || !leaf.isBinary() && leaf.conversion() == Conversion.NONE;
        int divisor = cheap ? SPARSE_DIVISOR_CHEAP : SPARSE_DIVISOR_COSTLY;
        if (selection == null || selection.count() > count / divisor) {
            return read(count);
        }
        begin(count);
        try {
            int[] positions = selection.positions();
            int at = 0;
            int i = 0;
            while (i < selection.count()) {
                int from = positions[i];
                int to = from + 1;
                i++;
                while (i < selection.count() && positions[i] == to) {
                    to++;
                    i++;
                }
                skip(from - at);
                append(from, to - from);
                at = to;
            }
            skip(count - at);
            return finish();
        } finally {
            abandon();
        }
    }

    private void begin(int count) {
        rows = count;
        filledTo = 0;
        anyNull = false;
        if (nullable) {
            validity = Buffers.allocateOnes(allocator, count);
        }
    }

    private void append(int at, int count) {
        int done = 0;
        while (done < count) {
            if (pageLeft == 0 || pendingSkip > 0) {
                nextPage();
            }
            int take = Math.min(count - done, pageLeft);
            appendFromPage(at + done, take);
            pageLeft -= take;
            done += take;
        }
    }

    private void appendFromPage(int at, int take) {
        int present = nullable ? levels.decode(validity.memoryAddress(), at, take) : take;
        anyNull |= present < take;
        long validityAddress = present < take ? validity.memoryAddress() : 0;
        if (codesInPage) {
            if (vector == null && dictionary.keepsCodes()) {
                long to = codesUpTo(at);
                decodeCodes(to, at, present, take, validityAddress);
            } else {
                gather(at, present, take, validityAddress);
            }
        } else {
            vector();
            vector.append(values, at, present, take, validityAddress);
        }
        filledTo = at + take;
    }

    /** The address of the codes at {@code at}; codes of positions that were left out are 0. */
    private long codesUpTo(int at) {
        if (batchCodes == null) {
            batchCodes = Buffers.allocate(allocator, 4L * rows);
        }
        long base = batchCodes.memoryAddress();
        if (at > filledTo) {
            Memory.fill(base + 4L * filledTo, 4L * (at - filledTo), (byte) 0);
        }
        return base + 4L * at;
    }

    private void decodeCodes(long to, int at, int present, int take, long validityAddress) {
        codes.decode(to, present);
        HybridInts.checkCodes(to, present, dictionary.size());
        if (present < take) {
            FlatVector.spread(to, 4, present, take, validityAddress, at);
            for (int i = 0; i < take; i++) {
                if (!Memory.bit(validityAddress, at + i)) {
                    Memory.putInt(to + 4L * i, 0);
                }
            }
        }
    }

    private void gather(int at, int present, int take, long validityAddress) {
        vector();
        try (ScratchBuffer scratch = new ScratchBuffer()) {
            long to = scratch.reserve(4L * take, 0);
            decodeCodes(to, at, present, take, validityAddress);
            if (present > 0) {
                vector.gather(dictionary.column(), to, at, take, validityAddress);
            }
        }
    }

    /** Makes the batch flat, the codes so far included. */
    private void vector() {
        if (vector != null) {
            return;
        }
        vector = FlatVector.create(allocator, leaf, rows, bytesPerValue);
        if (batchCodes != null) {
            codesUpTo(filledTo);
            if (dictionary.size() > 0) {
                vector.gather(dictionary.column(), batchCodes.memoryAddress(), 0, filledTo,
                        validity == null ? 0 : validity.memoryAddress());
            }
            batchCodes.close();
            batchCodes = null;
        }
    }

    private Column finish() {
        ArrowBuf nulls = null;
        if (anyNull) {
            nulls = validity;
            validity = null;
        }
        Column column = null;
        try {
            if (vector == null && batchCodes != null && (!anyNull || dictionary.size() > 0)) {
                codesUpTo(rows);
                column = new DictionaryColumn(rows, batchCodes, nulls, dictionary.column().retain());
                batchCodes = null;
            } else {
                vector();
                column = vector.finish(nulls);
                if (leaf.type().layout() == Layout.BINARY && rows > 0) {
                    bytesPerValue = Math.max(1, ((FlatVector.Bytes) vector).bytes() / (double) rows);
                }
                vector = null;
            }
            return column;
        } finally {
            if (column == null && nulls != null) {
                nulls.close();
            }
        }
    }

    private void abandon() {
        if (validity != null) {
            validity.close();
            validity = null;
        }
        if (batchCodes != null) {
            batchCodes.close();
            batchCodes = null;
        }
        if (vector != null) {
            vector.close();
            vector = null;
        }
    }

    /** Loads the page of the next wanted row; what is to be skipped before it is skipped. */
    private void nextPage() {
        if (pageLeft > 0) {
            int inPage = (int) Math.min(pendingSkip, pageLeft);
            skipInPage(inPage);
            pendingSkip -= inPage;
            if (pageLeft > 0) {
                return;
            }
        }
        while (true) {
            if (pages.atEnd()) {
                throw new CorruptDataException("fewer values than the row group has rows");
            }
            pendingSkip -= pages.jump(pendingSkip);
            PageHeader header = pages.next();
            if (header.kind() == PageHeader.Kind.DICTIONARY) {
                dictionary.load();
                continue;
            }
            if (header.values() <= pendingSkip) {
                pendingSkip -= header.values();
                pages.skip();
                continue;
            }
            open(header);
            int skipped = (int) pendingSkip;
            pendingSkip = 0;
            if (skipped > 0) {
                skipInPage(skipped);
            }
            return;
        }
    }

    private void open(PageHeader header) {
        pages.load();
        pageLeft = header.values();
        if (nullable) {
            levels.start(pages.definitionAddress, pages.definitionBytes, 1);
        }
        codesInPage = header.isDictionaryEncoded();
        if (codesInPage) {
            dictionary.require();
            dictionary.startCodes(codes);
            values = null;
        } else {
            values = PageValues.of(leaf, header.encoding(), pages.valuesAddress, pages.valuesBytes, header.values());
        }
    }

    @Override
    public long bytesRead() {
        return pages.bytesRead();
    }

    @Override
    public void close() {
        abandon();
        dictionary.close();
        pages.close();
    }
}
