package io.millrace.common.batch;

import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Values by int32 code into a flat dictionary. Nulls are in this column's validity, never in the dictionary; a code at a null position is 0. The
 * dictionary may hold a value twice and values that no code names, so code equality implies value equality but not the reverse.
 */
public final class DictionaryColumn extends Column {
    private final ArrowBuf codes;
    private final ArrowBuf validity;
    private final Column dictionary;
    public final long codesAddress;
    public final long validityAddress;

    /** Takes over one reference of each part; {@code validity} may be null: no nulls. */
    public DictionaryColumn(int length, ArrowBuf codes, ArrowBuf validity, Column dictionary) {
        super(dictionary.type(), length);
        assert !(dictionary instanceof ConstantColumn) && !(dictionary instanceof DictionaryColumn) && !dictionary.mayHaveNulls();
        this.codes = codes;
        this.validity = validity;
        this.dictionary = dictionary;
        this.codesAddress = codes.memoryAddress();
        this.validityAddress = validity == null ? 0 : validity.memoryAddress();
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

    public ArrowBuf validity() {
        return validity;
    }

    @Override
    public boolean mayHaveNulls() {
        return validity != null;
    }

    @Override
    public boolean isNull(int position) {
        return validityAddress != 0 && !Memory.bit(validityAddress, position);
    }

    @Override
    public DictionaryColumn retain() {
        codes.getReferenceManager().retain();
        if (validity != null) {
            validity.getReferenceManager().retain();
        }
        dictionary.retain();
        return this;
    }

    @Override
    public void close() {
        codes.close();
        if (validity != null) {
            validity.close();
        }
        dictionary.close();
    }

    @Override
    public long bytes() {
        return codes.capacity() + (validity == null ? 0 : validity.capacity()) + dictionary.bytes();
    }

    @Override
    public DictionaryColumn withType(SqlType newType) {
        return new DictionaryColumn(length(), codes, validity, dictionary.withType(newType));
    }

    @Override
    public Column flatten(BufferAllocator allocator) {
        int[] positions = new int[length()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = isNull(i) ? -1 : codeAt(i);
        }
        return dictionary.gather(allocator, positions, positions.length);
    }
}
