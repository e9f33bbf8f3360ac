package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Reads whole records of one leaf inside a nested column: its levels, and its values without the nulls. Records may span pages. The arrays and the column
 * of the last {@link #read} are valid until the next; {@link #takeValues} hands the column over.
 */
final class LevelReader implements AutoCloseable {
    private static final int CHUNK = 1024;

    private final PageReader pages;
    private final ParquetNode.Leaf node;
    private final BufferAllocator allocator;
    private final ChunkDictionary dictionary;
    private final HybridInts repetitions = new HybridInts();
    private final HybridInts definitions = new HybridInts();
    private final HybridInts codes = new HybridInts();
    private final ScratchBuffer levelScratch = new ScratchBuffer();
    private final ScratchBuffer codeScratch = new ScratchBuffer();
    private final int[] chunkRepetitions = new int[CHUNK];
    private final int[] chunkDefinitions = new int[CHUNK];
    private int chunkAt;
    private int chunkLength;
    private int pageLeft;
    private boolean codesInPage;
    private PageValues values;

    private int[] repetition = new int[CHUNK];
    private int[] definition = new int[CHUNK];
    private int count;
    /** Values counted in the levels but not yet taken from the current page. */
    private int pendingValues;
    private FlatVector vector;
    private int valueCount;

    LevelReader(PageReader pages, ParquetNode.Leaf node, BufferAllocator allocator) {
        this.pages = pages;
        this.node = node;
        this.allocator = allocator;
        this.dictionary = new ChunkDictionary(pages, node.leaf(), allocator);
    }

    int[] repetition() {
        return repetition;
    }

    int[] definition() {
        return definition;
    }

    /** Entries of the levels. */
    int count() {
        return count;
    }

    /** Reads the next {@code records} records. */
    void read(int records) {
        closeVector();
        vector = FlatVector.create(allocator, node.leaf(), records, 16);
        valueCount = 0;
        count = 0;
        records(records, true);
    }

    void skip(long records) {
        closeVector();
        for (long left = records; left > 0; left -= CHUNK) {
            records((int) Math.min(left, CHUNK), false);
        }
    }

    private void records(int wanted, boolean keep) {
        int started = 0;
        while (true) {
            if (chunkAt == chunkLength && !fill()) {
                break;
            }
            int r = chunkRepetitions[chunkAt];
            if (r == 0) {
                if (started == wanted) {
                    break;
                }
                started++;
            } else if (started == 0) {
                throw new CorruptDataException("a record that begins in its middle");
            }
            int d = chunkDefinitions[chunkAt++];
            if (d == node.presentLevel()) {
                pendingValues++;
            }
            if (keep) {
                append(r, d);
            }
        }
        takePending();
        if (started < wanted) {
            throw new CorruptDataException("fewer records than the row group has rows");
        }
    }

    private void append(int r, int d) {
        if (count == repetition.length) {
            repetition = Arrays.copyOf(repetition, 2 * count);
            definition = Arrays.copyOf(definition, 2 * count);
        }
        repetition[count] = r;
        definition[count++] = d;
    }

    /** Decodes the next levels; false at the end of the chunk. */
    private boolean fill() {
        while (pageLeft == 0) {
            takePending();
            if (pages.atEnd()) {
                return false;
            }
            nextPage();
        }
        int take = Math.min(CHUNK, pageLeft);
        levels(repetitions, node.maxRepetition(), chunkRepetitions, take);
        levels(definitions, node.presentLevel(), chunkDefinitions, take);
        pageLeft -= take;
        chunkAt = 0;
        chunkLength = take;
        return true;
    }

    private void levels(HybridInts source, int most, int[] target, int take) {
        if (most == 0) {
            Arrays.fill(target, 0, take, 0);
            return;
        }
        long address = levelScratch.reserve(4L * CHUNK, 0);
        source.decode(address, take);
        for (int i = 0; i < take; i++) {
            target[i] = Memory.getInt(address + 4L * i);
            if (target[i] > most || target[i] < 0) {
                throw new CorruptDataException("a level of " + target[i] + ", at most " + most + " expected");
            }
        }
    }

    private void nextPage() {
        PageHeader header = pages.next();
        if (header.kind() == PageHeader.Kind.DICTIONARY) {
            dictionary.load();
            return;
        }
        pages.load();
        pageLeft = header.values();
        repetitions.start(pages.repetitionAddress, pages.repetitionBytes, bits(node.maxRepetition()));
        definitions.start(pages.definitionAddress, pages.definitionBytes, bits(node.presentLevel()));
        codesInPage = header.isDictionaryEncoded();
        if (codesInPage) {
            dictionary.require();
            dictionary.startCodes(codes);
        } else {
            values = PageValues.of(node.leaf(), header.encoding(), pages.valuesAddress, pages.valuesBytes, header.values());
        }
    }

    private static int bits(int most) {
        return 32 - Integer.numberOfLeadingZeros(most);
    }

    /** Takes what the levels announced from the page that holds it, or passes over it if nothing is being built. */
    private void takePending() {
        int pending = pendingValues;
        pendingValues = 0;
        if (pending == 0) {
            return;
        }
        if (vector == null) {
            if (codesInPage) {
                codes.skip(pending);
            } else {
                values.skip(pending);
            }
            return;
        }
        vector.resize(valueCount + pending);
        if (codesInPage) {
            long address = codeScratch.reserve(4L * pending, 0);
            codes.decode(address, pending);
            HybridInts.checkCodes(address, pending, dictionary.size());
            vector.gather(dictionary.column(), address, valueCount, pending, 0);
        } else {
            vector.append(values, valueCount, pending, pending, 0);
        }
        valueCount += pending;
    }

    /** The values of the last read, without nulls; the caller's. */
    Column takeValues() {
        vector.resize(valueCount);
        Column taken = vector.finish(null);
        vector = null;
        return taken;
    }

    private void closeVector() {
        if (vector != null) {
            vector.close();
            vector = null;
        }
    }

    long bytesRead() {
        return pages.bytesRead();
    }

    @Override
    public void close() {
        closeVector();
        dictionary.close();
        levelScratch.close();
        codeScratch.close();
        pages.close();
    }
}
