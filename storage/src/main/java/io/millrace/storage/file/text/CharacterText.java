package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;

/** Texts as they are: valid UTF-8 of at most the declared length; CHAR is padded with spaces. */
final class CharacterText implements TextParser {
    private final int length;
    private final boolean padded;

    CharacterText(SqlType type) {
        this.length = type.precision();
        this.padded = type.kind() == SqlType.Kind.CHAR;
    }

    @Override
    public boolean append(byte[] text, int from, int to, ColumnBuilder out) {
        int characters = Utf8Text.characters(text, from, to);
        if (characters < 0) {
            return false;
        }
        if (length == SqlType.UNBOUNDED || characters == length || characters < length && !padded) {
            out.appendBytes(text, from, to - from);
            return true;
        }
        if (characters < length) {
            byte[] wide = new byte[to - from + length - characters];
            System.arraycopy(text, from, wide, 0, to - from);
            java.util.Arrays.fill(wide, to - from, wide.length, (byte) ' ');
            out.appendBytes(wide);
            return true;
        }
        return false;
    }
}
