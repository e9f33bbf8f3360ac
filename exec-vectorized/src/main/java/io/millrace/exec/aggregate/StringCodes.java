package io.millrace.exec.aggregate;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers the distinct strings of the dictionaries that it meets. An entry is translated once, however many batches share its dictionary, and only if
 * a row names it.
 */
final class StringCodes implements AutoCloseable {
    static final int BITS = 16;
    /** The code of NULL. */
    static final int NULL_CODE = 0xFFFF;

    private static final int[] UNTRANSLATED = new int[0];

    private final SqlType type;
    private final Map<String, Integer> codes = new HashMap<>();
    private final List<byte[]> values = new ArrayList<>();
    private BinaryColumn dictionary;
    private int[] translation = UNTRANSLATED;
    /** What {@link #values} gave last, for as long as there are no more strings. */
    private Column built;
    private BufferAllocator builtBy;

    StringCodes(SqlType type) {
        this.type = type;
    }

    /** For each code of {@code column}'s dictionary this object's code, -1 where {@link #entry} has not been asked; null if there are too many entries. */
    int[] translate(BinaryColumn newDictionary) {
        if (dictionary != null
                && dictionary.dataAddress == newDictionary.dataAddress
                && dictionary.offsetsAddress == newDictionary.offsetsAddress
                && dictionary.length() == newDictionary.length()) {
            return translation;
        }
        if (newDictionary.length() >= NULL_CODE) {
            return null;
        }
        int[] unknown = new int[newDictionary.length()];
        Arrays.fill(unknown, -1);
        forget();
        dictionary = newDictionary.retain();
        translation = unknown;
        return unknown;
    }

    /** This object's code of an entry of the dictionary that was last translated; -1 if there are too many strings. */
    int entry(int code) {
        if (translation[code] < 0) {
            translation[code] = code(dictionary, code);
        }
        return translation[code];
    }

    /** The code of one value, not NULL; -1 if there are too many strings. */
    int code(BinaryColumn column, int position) {
        byte[] value = column.bytesAt(position);
        int length = type.kind() == SqlType.Kind.CHAR ? Bytes.trimmedLength(column.startAt(position), value.length) : value.length;
        String key = new String(value, 0, length, StandardCharsets.ISO_8859_1);
        Integer code = codes.get(key);
        if (code == null) {
            if (values.size() >= NULL_CODE) {
                return -1;
            }
            code = values.size();
            codes.put(key, code);
            values.add(Arrays.copyOf(value, value.length));
        }
        return code;
    }

    /** All strings by code, owned by the caller. */
    Column values(BufferAllocator payer) {
        if (built == null || built.length() != values.size() || builtBy != payer) {
            forgetBuilt();
            try (ColumnBuilder builder = new ColumnBuilder(payer, type, values.size())) {
                values.forEach(builder::appendBytes);
                built = builder.buildAndClose();
                builtBy = payer;
            }
        }
        return built.retain();
    }

    private void forgetBuilt() {
        if (built != null) {
            built.close();
            built = null;
        }
    }

    private void forget() {
        if (dictionary != null) {
            dictionary.close();
            dictionary = null;
        }
    }

    @Override
    public void close() {
        forget();
        forgetBuilt();
    }
}
