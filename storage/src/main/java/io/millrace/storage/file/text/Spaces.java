package io.millrace.storage.file.text;

/** Blanks around a value that is not a text. */
final class Spaces {
    private Spaces() {}

    static int skip(byte[] text, int from, int to) {
        int i = from;
        while (i < to && isBlank(text[i])) {
            i++;
        }
        return i;
    }

    static int trim(byte[] text, int from, int to) {
        int i = to;
        while (i > from && isBlank(text[i - 1])) {
            i--;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
