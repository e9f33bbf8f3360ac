package io.millrace.exec.expression.text;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Function;
import io.millrace.exec.expression.row.RowCalls;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Unicode's normal forms, and how far texts are apart. */
final class UnicodeFunctions {
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");
    private static final int DISTANCE_LENGTH_MAX = 10_000;
    /** Codes of the letters A to Z in Soundex. */
    private static final String SOUNDEX = "01230120022455012623010202";
    private static final int SOUNDEX_LENGTH = 4;

    private UnicodeFunctions() {}

    static void register(RowCalls calls) {
        calls.strict(Function.NORMALIZE, (arguments, row, result) -> result
                .appendString(Normalizer.normalize(arguments[0].stringAt(row), form(arguments[1].stringAt(row)))));
        calls.strict(Function.STRIP_ACCENTS, (arguments, row, result) -> result.appendString(
                MARKS.matcher(Normalizer.normalize(arguments[0].stringAt(row), Normalizer.Form.NFD)).replaceAll("")));
        calls.strict(Function.LEVENSHTEIN,
                (arguments, row, result) -> result
                        .appendInt(levenshtein(points(arguments[0].stringAt(row)), points(arguments[1].stringAt(row)))));
        calls.strict(Function.HAMMING_DISTANCE,
                (arguments, row, result) -> result
                        .appendInt(hamming(points(arguments[0].stringAt(row)), points(arguments[1].stringAt(row)))));
        calls.strict(Function.SOUNDEX, (arguments, row, result) -> result.appendString(soundex(arguments[0].stringAt(row))));
    }

    private static Normalizer.Form form(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "NFC" -> Normalizer.Form.NFC;
            case "NFD" -> Normalizer.Form.NFD;
            case "NFKC" -> Normalizer.Form.NFKC;
            case "NFKD" -> Normalizer.Form.NFKD;
            default -> throw new MillraceException(ErrorCode.INVALID_PARAMETER, "invalid normalization form: " + name);
        };
    }

    private static int[] points(String text) {
        int[] points = text.codePoints().toArray();
        if (points.length > DISTANCE_LENGTH_MAX) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "texts of at most " + DISTANCE_LENGTH_MAX + " characters are compared, found " + points.length);
        }
        return points;
    }

    private static int levenshtein(int[] left, int[] right) {
        int[] previous = new int[right.length + 1];
        int[] current = new int[right.length + 1];
        for (int j = 0; j <= right.length; j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length; i++) {
            current[0] = i;
            for (int j = 1; j <= right.length; j++) {
                int replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swapped = previous;
            previous = current;
            current = swapped;
        }
        return previous[right.length];
    }

    private static int hamming(int[] left, int[] right) {
        if (left.length != right.length) {
            throw new MillraceException(ErrorCode.INVALID_PARAMETER,
                    "texts of one length are compared, found " + left.length + " and " + right.length);
        }
        int count = 0;
        for (int i = 0; i < left.length; i++) {
            count += left[i] == right[i] ? 0 : 1;
        }
        return count;
    }

    /** As PostgreSQL's fuzzystrmatch: letters of one code in a row count once. */
    private static String soundex(String text) {
        StringBuilder out = new StringBuilder();
        char last = 0;
        for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c < 'A' || c > 'Z' || out.length() == SOUNDEX_LENGTH) {
                continue;
            }
            char code = SOUNDEX.charAt(c - 'A');
            if (out.isEmpty()) {
                out.append(c);
            } else if (code != last && code != '0') {
                out.append(code);
            }
            last = code;
        }
        return out.isEmpty() ? "" : out.append("0".repeat(SOUNDEX_LENGTH - out.length())).toString();
    }
}
