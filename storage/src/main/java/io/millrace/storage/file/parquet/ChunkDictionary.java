package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import org.apache.arrow.memory.BufferAllocator;

/** The dictionary of one column chunk, decoded once; all batches of the row group share its column object. */
final class ChunkDictionary implements AutoCloseable {
    private final PageReader pages;
    private final LeafType leaf;
    private final BufferAllocator allocator;
    private Column column;

    ChunkDictionary(PageReader pages, LeafType leaf, BufferAllocator allocator) {
        this.pages = pages;
        this.leaf = leaf;
        this.allocator = allocator;
    }

    /** Decodes the dictionary page that the reader stands at. */
    void load() {
        if (column != null) {
            throw new CorruptDataException("a second dictionary");
        }
        pages.load();
        PageHeader header = pages.header();
        int count = header.values();
        if (header.encoding() != PageHeader.PLAIN && header.encoding() != PageHeader.PLAIN_DICTIONARY) {
            throw new CorruptDataException("a dictionary in encoding " + header.encoding() + ", expected PLAIN (0)");
        }
        // Checked before anything is allocated for that many values.
        long least = leaf.isBoolean() ? (count + 7L) / 8 : (long) count * (leaf.width() > 0 ? leaf.width() : 4);
        if (least > pages.valuesBytes) {
            throw new CorruptDataException("a dictionary of " + count + " entries in " + pages.valuesBytes + " bytes");
        }
        double bytesPerValue = count == 0 ? 0 : pages.valuesBytes / (double) count;
        try (FlatVector vector = FlatVector.create(allocator, leaf, count, bytesPerValue)) {
            vector.append(PageValues.of(leaf, PageHeader.PLAIN, pages.valuesAddress, pages.valuesBytes, count), 0, count, count, 0);
            column = vector.finish(null);
        }
    }

    void require() {
        if (column == null) {
            throw new CorruptDataException("dictionary codes without a dictionary");
        }
    }

    /** Starts decoding the codes of the loaded data page. */
    void startCodes(HybridInts codes) {
        if (pages.valuesBytes < 1) {
            // A page of nulls only may be empty.
            codes.start(pages.valuesAddress, 0, 0);
            return;
        }
        codes.start(pages.valuesAddress + 1, pages.valuesBytes - 1, Memory.getByte(pages.valuesAddress) & 255);
    }

    /** Whether batches come out as codes. */
    boolean keepsCodes() {
        return column.type().layout() == Layout.BINARY || column.length() <= FlatColumnReader.FIXED_DICTIONARY_ENTRIES_MAX;
    }

    int size() {
        return column.length();
    }

    Column column() {
        return column;
    }

    @Override
    public void close() {
        if (column != null) {
            column.close();
            column = null;
        }
    }
}
