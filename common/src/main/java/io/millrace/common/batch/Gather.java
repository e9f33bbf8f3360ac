package io.millrace.common.batch;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Copies the values at given positions into a new column; a position of -1 gives null. */
final class Gather {
    private Gather() {}

    static Column gather(BufferAllocator allocator, Column source, int[] positions, int count) {
        return switch (source) {
            case FixedColumn fixed -> fixed(allocator, fixed, positions, count);
            case BinaryColumn binary -> binary(allocator, binary, positions, count);
            case ListColumn list -> list(allocator, list, positions, count);
            case RowColumn row -> row(allocator, row, positions, count);
            case ConstantColumn constant -> constant(allocator, constant, positions, count);
            case DictionaryColumn dictionary -> dictionary(allocator, dictionary, positions, count);
        };
    }

    /** Of several columns: those that share their codes share them again. The caller owns the results. */
    static List<Column> gather(BufferAllocator allocator, List<Column> sources, int[] positions, int count) {
        List<Column> gathered = new ArrayList<>(sources.size());
        try {
            for (int c = 0; c < sources.size(); c++) {
                DictionaryColumn shared = sharing(sources, c);
                gathered.add(shared == null
                        ? gather(allocator, sources.get(c), positions, count)
                        : dictionary(allocator, (DictionaryColumn) sources.get(c), positions, count,
                                ((DictionaryColumn) gathered.get(sources.indexOf(shared))).codes()));
            }
            return gathered;
        } catch (Throwable t) {
            gathered.forEach(Column::close);
            throw t;
        }
    }

    /** The first column before {@code c} whose codes are those of {@code c}. */
    private static DictionaryColumn sharing(List<Column> sources, int c) {
        if (sources.get(c) instanceof DictionaryColumn coded) {
            for (int before = 0; before < c; before++) {
                if (sources.get(before) instanceof DictionaryColumn other && other.codesAddress == coded.codesAddress) {
                    return other;
                }
            }
        }
        return null;
    }

    private static FixedColumn fixed(BufferAllocator allocator, FixedColumn source, int[] positions, int count) {
        ArrowBuf validity = validity(allocator, source.validityAddress, positions, count);
        long from = source.dataAddress;
        ArrowBuf data = switch (source.type().layout()) {
            case BIT -> Buffers.allocateBeside(allocator, Memory.bitmapBytes(count), validity);
            case INT32, INT64, INT128, FLOAT64 ->
                    Buffers.allocateBeside(allocator, (long) source.type().layout().width() * count, validity);
            case BINARY, LIST, ROW -> throw new AssertionError(source.type());
        };
        long to = data.memoryAddress();
        switch (source.type().layout()) {
            case BIT -> {
                Memory.fill(to, data.capacity(), (byte) 0);
                gatherBits(from, to, positions, count);
            }
            case INT32 -> gatherInts(from, to, positions, count);
            case INT64, FLOAT64 -> gatherLongs(from, to, positions, count);
            case INT128 -> gatherInt128s(from, to, positions, count);
            case BINARY, LIST, ROW -> throw new AssertionError(source.type());
        }
        return new FixedColumn(source.type(), count, data, validity);
    }

    private static void gatherLongs(long from, long to, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putLong(to + 8L * i, position < 0 ? 0 : Memory.getLong(from + 8L * position));
        }
    }

    private static void gatherInt128s(long from, long to, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putLong(to + 16L * i, position < 0 ? 0 : Memory.getLong(from + 16L * position));
            Memory.putLong(to + 16L * i + 8, position < 0 ? 0 : Memory.getLong(from + 16L * position + 8));
        }
    }

    private static void gatherInts(long from, long to, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            Memory.putInt(to + 4L * i, position < 0 ? 0 : Memory.getInt(from + 4L * position));
        }
    }

    /** {@code to} is zeroed. */
    private static void gatherBits(long from, long to, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            if (position >= 0 && Memory.bit(from, position)) {
                Memory.setBit(to, i);
            }
        }
    }

    /** The gathered validity bitmap, or null if no gathered value is null. */
    private static ArrowBuf validity(BufferAllocator allocator, long from, int[] positions, int count) {
        int first = 0;
        if (from == 0) {
            while (first < count && positions[first] >= 0) {
                first++;
            }
        } else {
            while (first < count && positions[first] >= 0 && Memory.bit(from, positions[first])) {
                first++;
            }
        }
        if (first == count) {
            return null;
        }
        ArrowBuf validity = Buffers.allocateOnes(allocator, count);
        long to = validity.memoryAddress();
        for (int i = first; i < count; i++) {
            int position = positions[i];
            if (position < 0 || from != 0 && !Memory.bit(from, position)) {
                Memory.clearBit(to, i);
            }
        }
        return validity;
    }

    private static BinaryColumn binary(BufferAllocator allocator, BinaryColumn source, int[] positions, int count) {
        long total = 0;
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (count + 1L));
        long to = offsets.memoryAddress();
        for (int i = 0; i < count; i++) {
            Memory.putInt(to + 4L * i, (int) total);
            int position = positions[i];
            if (position >= 0) {
                total += source.lengthAt(position);
            }
            checkOffset(total, offsets);
        }
        Memory.putInt(to + 4L * count, (int) total);
        ArrowBuf validity = besideOffsets(allocator, source.validityAddress, positions, count, offsets);
        ArrowBuf data = Buffers.allocateBeside(allocator, total, offsets, validity);
        long at = data.memoryAddress();
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            if (position >= 0) {
                int length = source.lengthAt(position);
                copyShort(source.startAt(position), at, length);
                at += length;
            }
        }
        return new BinaryColumn(source.type(), count, offsets, data, validity);
    }

    /** The validity; should it not fit, the offsets are released. */
    private static ArrowBuf besideOffsets(BufferAllocator allocator, long from, int[] positions, int count, ArrowBuf offsets) {
        try {
            return validity(allocator, from, positions, count);
        } catch (Throwable t) {
            offsets.close();
            throw t;
        }
    }

    /** Short strings cost more to call the copy stub for than to copy by words. */
    private static void copyShort(long from, long to, int length) {
        if (length > 32) {
            Memory.copy(from, to, length);
            return;
        }
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            Memory.putLong(to + i, Memory.getLong(from + i));
        }
        for (; i < length; i++) {
            Memory.putByte(to + i, Memory.getByte(from + i));
        }
    }

    private static void checkOffset(long total, ArrowBuf offsets) {
        if (total > Integer.MAX_VALUE) {
            offsets.close();
            throw new MillraceException(ErrorCode.OUT_OF_MEMORY,
                    "a batch column would hold " + total + " bytes of values, at most 2147483647 fit");
        }
    }

    private static ListColumn list(BufferAllocator allocator, ListColumn source, int[] positions, int count) {
        ArrowBuf offsets = Buffers.allocate(allocator, 4L * (count + 1L));
        long to = offsets.memoryAddress();
        long total = 0;
        for (int i = 0; i < count; i++) {
            Memory.putInt(to + 4L * i, (int) total);
            int position = positions[i];
            if (position >= 0) {
                total += source.endAt(position) - source.startAt(position);
            }
            checkOffset(total, offsets);
        }
        Memory.putInt(to + 4L * count, (int) total);
        int[] elements = new int[(int) total];
        int n = 0;
        for (int i = 0; i < count; i++) {
            int position = positions[i];
            if (position >= 0) {
                for (int e = source.startAt(position); e < source.endAt(position); e++) {
                    elements[n++] = e;
                }
            }
        }
        ArrowBuf validity = besideOffsets(allocator, source.validityAddress, positions, count, offsets);
        try {
            return new ListColumn(source.type(), count, offsets, validity, source.elements().gather(allocator, elements, n));
        } catch (Throwable t) {
            offsets.close();
            if (validity != null) {
                validity.close();
            }
            throw t;
        }
    }

    private static RowColumn row(BufferAllocator allocator, RowColumn source, int[] positions, int count) {
        List<Column> children = new ArrayList<>(source.children().size());
        try {
            for (Column child : source.children()) {
                children.add(gather(allocator, child, positions, count));
            }
            return new RowColumn(source.type(), count, validity(allocator, source.validityAddress, positions, count), children);
        } catch (Throwable t) {
            children.forEach(Column::close);
            throw t;
        }
    }

    private static Column constant(BufferAllocator allocator, ConstantColumn source, int[] positions, int count) {
        if (source.mayHaveNulls()) {
            return new ConstantColumn(source.value().retain(), count);
        }
        int[] zeros = new int[count];
        boolean anyNull = false;
        for (int i = 0; i < count; i++) {
            if (positions[i] < 0) {
                zeros[i] = -1;
                anyNull = true;
            }
        }
        return anyNull ? gather(allocator, source.value(), zeros, count) : new ConstantColumn(source.value().retain(), count);
    }

    private static DictionaryColumn dictionary(BufferAllocator allocator, DictionaryColumn source, int[] positions, int count) {
        ArrowBuf validity = validity(allocator, source.validityAddress, positions, count);
        ArrowBuf codes = Buffers.allocateBeside(allocator, 4L * count, validity);
        gatherInts(source.codesAddress, codes.memoryAddress(), positions, count);
        return new DictionaryColumn(count, codes, validity, source.dictionary().retain());
    }

    /** With codes that have been gathered already, which gain a reference. */
    private static DictionaryColumn dictionary(
            BufferAllocator allocator, DictionaryColumn source, int[] positions, int count, ArrowBuf codes) {
        ArrowBuf validity = validity(allocator, source.validityAddress, positions, count);
        codes.getReferenceManager().retain();
        return new DictionaryColumn(count, codes, validity, source.dictionary().retain());
    }
}
