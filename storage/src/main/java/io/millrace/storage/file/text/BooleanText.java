package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Truth values as PostgreSQL takes them: true, yes, on, 1 and their beginnings, in any case. */
final class BooleanText {
    private static final int LONGEST = 5;

    private BooleanText() {}

    static boolean append(byte[] text, int from, int to, ColumnBuilder out) {
        int start = Spaces.skip(text, from, to);
        int end = Spaces.trim(text, start, to);
        if (start == end || end - start > LONGEST) {
            return false;
        }
        String word = new String(text, start, end - start, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
        if ("true".startsWith(word) || "yes".startsWith(word) || word.equals("on") || word.equals("1")) {
            out.appendBoolean(true);
            return true;
        }
        if ("false".startsWith(word) || "no".startsWith(word) || word.equals("off") || word.equals("of") || word.equals("0")) {
            out.appendBoolean(false);
            return true;
        }
        return false;
    }
}
