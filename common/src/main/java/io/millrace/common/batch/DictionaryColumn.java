package io.millrace.common.batch;

import io.millrace.common.memory.Buffers;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Values by int32 code into a flat dictionary. Nulls are in this column's validity, never in the dictionary; a code at a null position is 0. The
 * dictionary may hold a value twice and values that no code names, so code equality implies value equality but not the reverse.
 */
public final class DictionaryColumn extends NullableColumn {
    private final ArrowBuf codes;
    private final Column dictionary;
    public final long codesAddress;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. */
    public DictionaryColumn(int length, ArrowBuf codes, ArrowBuf validity, Column dictionary) {
        super(dictionary.type(), length, validity);
        assert !(dictionary instanceof ConstantColumn) && !(dictionary instanceof DictionaryColumn) && !dictionary.mayHaveNulls();
        this.codes = codes;
        this.dictionary = dictionary;
        this.codesAddress = codes.memoryAddress();
    }

    public int codeAt(int position) {
        return Memory.getInt(codesAddress + 4L * position);
    }

    /** A flat column without nulls, not retained. */
    public Column dictionary() {
        return dictionary;
    }

    public ArrowBuf codes() {
        return codes;
    }

    @Override
    public DictionaryColumn retain() {
        retainParts();
        return this;
    }

    @Override
    void retainValues() {
        codes.getReferenceManager().retain();
        dictionary.retain();
    }

    @Override
    void closeValues() {
        codes.close();
        dictionary.close();
    }

    @Override
    long valueBytes() {
        return codes.capacity() + dictionary.bytes();
    }

    @Override
    public DictionaryColumn withType(SqlType newType) {
        return new DictionaryColumn(length(), codes, validity(), dictionary.withType(newType));
    }

    @Override
    public Column flatten(BufferAllocator allocator) {
        if (!mayHaveNulls() && dictionary instanceof FixedColumn values && values.type().layout().width() > 0) {
            return decoded(allocator, values);
        }
        int[] positions = new int[length()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = isNull(i) ? -1 : codeAt(i);
        }
        return dictionary.gather(allocator, positions, positions.length);
    }

    private FixedColumn decoded(BufferAllocator allocator, FixedColumn values) {
        int count = length();
        int width = values.type().layout().width();
        ArrowBuf data = Buffers.allocate(allocator, (long) width * count);
        long from = values.dataAddress;
        long to = data.memoryAddress();
        switch (width) {
            case 4 -> {
                for (int i = 0; i < count; i++) {
                    Memory.putInt(to + 4L * i, Memory.getInt(from + 4L * Memory.getInt(codesAddress + 4L * i)));
                }
            }
            case 8 -> {
                for (int i = 0; i < count; i++) {
                    Memory.putLong(to + 8L * i, Memory.getLong(from + 8L * Memory.getInt(codesAddress + 4L * i)));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    long at = from + 16L * Memory.getInt(codesAddress + 4L * i);
                    Memory.putLong(to + 16L * i, Memory.getLong(at));
                    Memory.putLong(to + 16L * i + 8, Memory.getLong(at + 8));
                }
            }
        }
        return new FixedColumn(values.type(), count, data, null);
    }
}
