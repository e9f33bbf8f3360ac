package io.millrace.storage.file.parquet;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Assembles lists, maps and rows from the levels of their leaves (Dremel, VLDB 2010, section 4.3). The slots of a node are, in any leaf below it, the
 * entries that start a new element of the innermost list around the node (repetition at most that list's) and in which that element is there (definition
 * at least the list's element level). All leaves below a node agree on them.
 */
final class NestedColumnReader implements LeafReader {
    private final ParquetNode node;
    private final BufferAllocator allocator;
    private final Map<Integer, LevelReader> leaves = new LinkedHashMap<>();

    NestedColumnReader(ParquetNode node, Function<ParquetNode.Leaf, PageReader> pages, BufferAllocator allocator) {
        this.node = node;
        this.allocator = allocator;
        boolean opened = false;
        try {
            open(node, pages);
            opened = true;
        } finally {
            if (!opened) {
                close();
            }
        }
    }

    private void open(ParquetNode below, Function<ParquetNode.Leaf, PageReader> pages) {
        switch (below) {
            case ParquetNode.Leaf leaf -> leaves.put(leaf.index(), new LevelReader(pages.apply(leaf), leaf, allocator));
            case ParquetNode.ListOf list -> open(list.element(), pages);
            case ParquetNode.Row row -> row.children().forEach(child -> open(child, pages));
        }
    }

    @Override
    public Column read(int rows) {
        leaves.values().forEach(leaf -> leaf.read(rows));
        Column column = build(node, 0, 0);
        if (column.length() != rows) {
            column.close();
            throw new CorruptDataException("levels of " + column.length() + " records, expected " + rows);
        }
        return column;
    }

    @Override
    public Column readSelected(int rows, Selection selection) {
        return read(rows);
    }

    @Override
    public void skip(long rows) {
        leaves.values().forEach(leaf -> leaf.skip(rows));
    }

    /** @param repetition of the innermost list around, {@code level} its element level */
    private Column build(ParquetNode below, int repetition, int level) {
        return switch (below) {
            case ParquetNode.Leaf leaf -> leaf(leaf, repetition, level);
            case ParquetNode.Row row -> row(row, repetition, level);
            case ParquetNode.ListOf list -> list(list, repetition, level);
        };
    }

    private Column leaf(ParquetNode.Leaf leaf, int repetition, int level) {
        LevelReader reader = leaves.get(leaf.index());
        int[] definitions = reader.definition();
        int[] repetitions = reader.repetition();
        int[] positions = new int[reader.count()];
        int slots = 0;
        int value = 0;
        for (int i = 0; i < reader.count(); i++) {
            if (repetitions[i] <= repetition && definitions[i] >= level) {
                positions[slots++] = definitions[i] == leaf.presentLevel() ? value++ : -1;
            }
        }
        Column values = reader.takeValues();
        if (value == slots && values.length() == slots) {
            return values;
        }
        try (values) {
            return values.gather(allocator, positions, slots);
        }
    }

    private Column row(ParquetNode.Row row, int repetition, int level) {
        List<Column> children = new ArrayList<>();
        boolean complete = false;
        Nulls nulls = null;
        try {
            nulls = nulls(row, repetition, level);
            for (ParquetNode child : row.children()) {
                Column built = build(child, repetition, level);
                children.add(built);
                if (built.length() != nulls.slots()) {
                    throw new CorruptDataException(
                            "member " + child.name() + " has " + built.length() + " values, expected " + nulls.slots());
                }
            }
            RowColumn column = new RowColumn(row.type(), nulls.slots(), nulls.validity(), children);
            complete = true;
            return column;
        } finally {
            if (!complete) {
                children.forEach(Column::close);
                if (nulls != null && nulls.validity() != null) {
                    nulls.validity().close();
                }
            }
        }
    }

    /** Slots of a node and which of them are null; the validity is null if none is. */
    private record Nulls(int slots, ArrowBuf validity) {}

    private Nulls nulls(ParquetNode below, int repetition, int level) {
        LevelReader reader = leaves.get(below.firstLeaf().index());
        int[] definitions = reader.definition();
        int[] repetitions = reader.repetition();
        ArrowBuf validity = Buffers.allocateOnes(allocator, reader.count());
        int slots = 0;
        boolean anyNull = false;
        for (int i = 0; i < reader.count(); i++) {
            if (repetitions[i] <= repetition && definitions[i] >= level) {
                if (definitions[i] < below.presentLevel()) {
                    Memory.clearBit(validity.memoryAddress(), slots);
                    anyNull = true;
                }
                slots++;
            }
        }
        if (!anyNull) {
            validity.close();
        }
        return new Nulls(slots, anyNull ? validity : null);
    }

    private Column list(ParquetNode.ListOf list, int repetition, int level) {
        Nulls nulls = null;
        ArrowBuf offsets = null;
        Column elements = null;
        boolean complete = false;
        try {
            nulls = nulls(list, repetition, level);
            offsets = offsets(list, repetition, level, nulls.slots());
            elements = build(list.element(), list.repetition(), list.elementLevel());
            int expected = Memory.getInt(offsets.memoryAddress() + 4L * nulls.slots());
            if (elements.length() != expected) {
                throw new CorruptDataException("a list of " + elements.length() + " elements, expected " + expected);
            }
            ListColumn column = new ListColumn(list.type(), nulls.slots(), offsets, nulls.validity(), elements);
            complete = true;
            return column;
        } finally {
            if (!complete) {
                if (nulls != null && nulls.validity() != null) {
                    nulls.validity().close();
                }
                if (offsets != null) {
                    offsets.close();
                }
                if (elements != null) {
                    elements.close();
                }
            }
        }
    }

    private ArrowBuf offsets(ParquetNode.ListOf list, int repetition, int level, int slots) {
        LevelReader reader = leaves.get(list.firstLeaf().index());
        int[] definitions = reader.definition();
        int[] repetitions = reader.repetition();
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (slots + 1L));
        long address = offsets.memoryAddress();
        int slot = 0;
        int elements = 0;
        for (int i = 0; i < reader.count(); i++) {
            if (repetitions[i] <= repetition && definitions[i] >= level) {
                Memory.putInt(address + 4L * slot++, elements);
            }
            if (repetitions[i] <= list.repetition() && definitions[i] >= list.elementLevel()) {
                elements++;
            }
        }
        Memory.putInt(address + 4L * slot, elements);
        return offsets;
    }

    @Override
    public long bytesRead() {
        return leaves.values().stream().mapToLong(LevelReader::bytesRead).sum();
    }

    @Override
    public void close() {
        leaves.values().forEach(LevelReader::close);
    }
}
