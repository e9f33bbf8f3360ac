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

/** Numbers the distinct strings of the dictionaries that it meets. A dictionary is translated once, however many batches share it. */
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

    StringCodes(SqlType type) {
        this.type = type;
    }

    /** For each code of {@code column}'s dictionary this object's code; null if there are too many strings. */
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
        int[] translated = new int[newDictionary.length()];
        for (int i = 0; i < translated.length; i++) {
            translated[i] = code(newDictionary, i);
            if (translated[i] < 0) {
                return null;
            }
        }
        forget();
        dictionary = newDictionary.retain();
        translation = translated;
        return translated;
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
        try (ColumnBuilder builder = new ColumnBuilder(payer, type, values.size())) {
            values.forEach(builder::appendBytes);
            return builder.buildAndClose();
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
    }
}
