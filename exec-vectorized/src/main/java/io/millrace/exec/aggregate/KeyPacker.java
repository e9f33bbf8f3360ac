package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.FixedColumn;
import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Packs key columns into words and back. One thread. */
final class KeyPacker implements AutoCloseable {
    private final KeyPacking packing;
    /** By part; null for other forms. */
    private final StringCodes[] codes;
    /** By part; null for other forms. */
    private final TupleCodes[] tuples;
    private long[][] words = new long[KeyPacking.WORDS_MAX][0];

    /** {@code shared} outlives this. */
    KeyPacker(KeyPacking packing, SharedTuples shared) {
        this.packing = packing;
        this.codes = new StringCodes[packing.parts().size()];
        this.tuples = new TupleCodes[packing.parts().size()];
        for (int p = 0; p < codes.length; p++) {
            KeyPacking.Part part = packing.parts().get(p);
            switch (part.form()) {
                case CODED -> codes[p] = new StringCodes(part.type());
                case TUPLE -> tuples[p] = new TupleCodes(
                        shared.of(part.columns(), part.columns().stream().map(packing.types()::get).toList()));
                case FIXED, NARROW -> {}
            }
        }
    }

    /** Word {@code w} of each row of the last {@link #pack}. */
    long[] word(int w) {
        return words[w];
    }

    /** False if a value does not fit. */
    boolean pack(Column[] keys, int[] positions, int count) {
        for (int w = 0; w < packing.words(); w++) {
            if (words[w].length < count) {
                words[w] = new long[count];
            }
            Arrays.fill(words[w], 0, count, 0);
        }
        for (int p = 0; p < codes.length; p++) {
            KeyPacking.Part part = packing.parts().get(p);
            Column key = keys[part.columns().get(0)];
            boolean packed = switch (part.form()) {
                case FIXED -> packFixed(part, key, positions, count);
                case NARROW -> packNarrow(part, key, positions, count);
                case CODED -> packCoded(part, codes[p], key, positions, count);
                case TUPLE -> {
                    Column[] together = part.columns().stream().map(c -> keys[c]).toArray(Column[]::new);
                    tuples[p].encode(together, positions, count, words[part.word()], part.shift());
                    yield true;
                }
            };
            if (!packed) {
                return false;
            }
        }
        return true;
    }

    private boolean packNarrow(KeyPacking.Part part, Column key, int[] positions, int count) {
        boolean nulls = key.mayHaveNulls();
        if (nulls && part.nullShift() < 0) {
            return false;
        }
        if (nulls) {
            packNulls(part, key, positions, count);
        }
        Column values = switch (key) {
            case ConstantColumn constant -> constant.value();
            case DictionaryColumn dictionary -> dictionary.dictionary();
            default -> key;
        };
        long[] to = words[part.word()];
        int shift = part.shift();
        long half = 1L << part.bits() - 1;
        boolean ints = part.type().layout() == Layout.INT32;
        long beyond = 0;
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            if (nulls && key.isNull(i)) {
                continue;
            }
            int at = switch (key) {
                case ConstantColumn constant -> 0;
                case DictionaryColumn dictionary -> dictionary.codeAt(i);
                default -> i;
            };
            long value = ints ? ((FixedColumn) values).intAt(at) : ((FixedColumn) values).longAt(at);
            beyond |= value + half;
            to[k] |= value + half << shift;
        }
        return beyond >>> part.bits() == 0;
    }

    private boolean packFixed(KeyPacking.Part part, Column key, int[] positions, int count) {
        if (key.mayHaveNulls()) {
            if (part.nullShift() < 0) {
                return false;
            }
            packNulls(part, key, positions, count);
        }
        long[] to = words[part.word()];
        int shift = part.shift();
        switch (key) {
            case FixedColumn fixed -> packValues(fixed, positions, count, to, shift, key.mayHaveNulls());
            case ConstantColumn constant -> {
                if (!constant.mayHaveNulls()) {
                    long value = canonical((FixedColumn) constant.value(), 0) << shift;
                    for (int k = 0; k < count; k++) {
                        to[k] |= value;
                    }
                }
            }
            case DictionaryColumn dictionary -> {
                FixedColumn values = (FixedColumn) dictionary.dictionary();
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    if (!dictionary.isNull(i)) {
                        to[k] |= canonical(values, dictionary.codeAt(i)) << shift;
                    }
                }
            }
            default -> throw new AssertionError(key.type());
        }
        return true;
    }

    private void packNulls(KeyPacking.Part part, Column key, int[] positions, int count) {
        long[] to = words[part.nullWord()];
        long bit = 1L << part.nullShift();
        for (int k = 0; k < count; k++) {
            if (key.isNull(positions == null ? k : positions[k])) {
                to[k] |= bit;
            }
        }
    }

    private static void packValues(FixedColumn key, int[] positions, int count, long[] to, int shift, boolean nulls) {
        long data = key.dataAddress;
        if (nulls || key.type().layout().width() == 0 || key.type().isApproximate()) {
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                if (!key.isNull(i)) {
                    to[k] |= canonical(key, i) << shift;
                }
            }
        } else if (key.type().layout().width() == 4) {
            for (int k = 0; k < count; k++) {
                int i = positions == null ? k : positions[k];
                to[k] |= (Memory.getInt(data + 4L * i) & 0xFFFF_FFFFL) << shift;
            }
        } else if (positions == null) {
            for (int k = 0; k < count; k++) {
                to[k] = Memory.getLong(data + 8L * k);
            }
        } else {
            for (int k = 0; k < count; k++) {
                to[k] = Memory.getLong(data + 8L * positions[k]);
            }
        }
    }

    /** The bits of a value that is not NULL, equal for equal values. */
    private static long canonical(FixedColumn column, int position) {
        return switch (column.type().layout()) {
            case BIT -> column.booleanAt(position) ? 1 : 0;
            case INT32 -> column.intAt(position) & 0xFFFF_FFFFL;
            case INT64 -> column.longAt(position);
            case FLOAT64 -> Double.doubleToLongBits(column.doubleAt(position) + 0.0); // -0.0 + 0.0 is 0.0; one NaN
            case INT128, BINARY, LIST, ROW -> throw new AssertionError(column.type());
        };
    }

    private boolean packCoded(KeyPacking.Part part, StringCodes coder, Column key, int[] positions, int count) {
        long[] to = words[part.word()];
        int shift = part.shift();
        switch (key) {
            case DictionaryColumn dictionary -> {
                int[] translation = coder.translate((BinaryColumn) dictionary.dictionary());
                if (translation == null) {
                    return false;
                }
                boolean nulls = dictionary.mayHaveNulls();
                long address = dictionary.codesAddress;
                for (int k = 0; k < count; k++) {
                    int i = positions == null ? k : positions[k];
                    if (nulls && dictionary.isNull(i)) {
                        to[k] |= (long) StringCodes.NULL_CODE << shift;
                        continue;
                    }
                    int entry = Memory.getInt(address + 4L * i);
                    long code = translation[entry] >= 0 ? translation[entry] : coder.entry(entry);
                    if (code < 0) {
                        return false;
                    }
                    to[k] |= code << shift;
                }
            }
            case ConstantColumn constant -> {
                long code = constant.mayHaveNulls() ? StringCodes.NULL_CODE : coder.code((BinaryColumn) constant.value(), 0);
                if (code < 0) {
                    return false;
                }
                for (int k = 0; k < count; k++) {
                    to[k] |= code << shift;
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Key columns from words at the given addresses (one int64 a key), owned by the caller. */
    List<Column> unpack(BufferAllocator payer, long[] wordAddresses, int count) {
        Column[] columns = new Column[packing.types().size()];
        try {
            for (int p = 0; p < codes.length; p++) {
                KeyPacking.Part part = packing.parts().get(p);
                List<Column> values = switch (part.form()) {
                    case FIXED, NARROW -> List.of(unpackFixed(payer, part, wordAddresses, count));
                    case CODED -> List.of(unpackCoded(payer, part, codes[p], wordAddresses, count));
                    case TUPLE -> tuples[p].decode(payer, wordAddresses[part.word()], part.shift(), count);
                };
                for (int c = 0; c < values.size(); c++) {
                    columns[part.columns().get(c)] = values.get(c);
                }
            }
            return List.of(columns);
        } catch (Throwable t) {
            for (Column column : columns) {
                if (column != null) {
                    column.close();
                }
            }
            throw t;
        }
    }

    private static Column unpackFixed(BufferAllocator payer, KeyPacking.Part part, long[] wordAddresses, int count) {
        SqlType type = part.type();
        int width = type.layout().width();
        ArrowBuf data =
                width == 0 ? Buffers.allocateZeroed(payer, Memory.bitmapBytes(count)) : Buffers.allocate(payer, (long) width * count);
        long to = data.memoryAddress();
        long from = wordAddresses[part.word()];
        int shift = part.shift();
        boolean narrow = part.form() == KeyPacking.Form.NARROW;
        long mask = narrow ? (1L << part.bits()) - 1 : -1L;
        long half = narrow ? 1L << part.bits() - 1 : 0;
        for (int k = 0; k < count; k++) {
            long value = (Memory.getLong(from + 8L * k) >>> shift & mask) - half;
            switch (width) {
                case 0 -> Memory.putBit(to, k, (value & 1) != 0);
                case 4 -> Memory.putInt(to + 4L * k, (int) value);
                default -> Memory.putLong(to + 8L * k, value);
            }
        }
        return new FixedColumn(type, count, data, nulls(payer, part, wordAddresses, count));
    }

    private static ArrowBuf nulls(BufferAllocator payer, KeyPacking.Part part, long[] wordAddresses, int count) {
        if (part.nullShift() < 0) {
            return null;
        }
        ArrowBuf validity = null;
        for (int k = 0; k < count; k++) {
            if ((Memory.getLong(wordAddresses[part.nullWord()] + 8L * k) >>> part.nullShift() & 1) != 0) {
                if (validity == null) {
                    validity = Buffers.allocateOnes(payer, count);
                }
                Memory.clearBit(validity.memoryAddress(), k);
            }
        }
        return validity;
    }

    private static Column unpackCoded(BufferAllocator payer, KeyPacking.Part part, StringCodes coder, long[] wordAddresses, int count) {
        ArrowBuf data = Buffers.allocate(payer, 4L * count);
        ArrowBuf validity = null;
        for (int k = 0; k < count; k++) {
            int code = (int) (Memory.getLong(wordAddresses[part.word()] + 8L * k) >>> part.shift()) & StringCodes.NULL_CODE;
            if (code == StringCodes.NULL_CODE) {
                if (validity == null) {
                    validity = Buffers.allocateOnes(payer, count);
                }
                Memory.clearBit(validity.memoryAddress(), k);
                code = 0;
            }
            Memory.putInt(data.memoryAddress() + 4L * k, code);
        }
        return new DictionaryColumn(count, data, validity, coder.values(payer));
    }

    @Override
    public void close() {
        for (StringCodes coder : codes) {
            if (coder != null) {
                coder.close();
            }
        }
    }
}
